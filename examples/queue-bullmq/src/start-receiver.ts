import { eventQueue } from "./queue.ts";
import { receiver } from "./receiver.ts";

const port = Number(process.env.PORT ?? 3000);
receiver(eventQueue(process.env.REDIS_URL ?? "redis://127.0.0.1:6379")).listen(port, () =>
  console.log(`Waiting for deliveries on http://localhost:${port}/webhooks/mynth`),
);
