import { createQueue } from "./queue.ts";
import { createApp } from "./receiver.ts";

const port = Number(process.env.PORT ?? 3000);
createApp(createQueue(process.env.REDIS_URL ?? "redis://127.0.0.1:6379")).listen(port, () =>
  console.log(`Waiting for deliveries on http://localhost:${port}/webhooks/mynth`),
);
