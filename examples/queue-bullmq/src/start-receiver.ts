import { checkPersistence, createQueue } from "./queue.ts";
import { createApp } from "./receiver.ts";

const port = Number(process.env.PORT ?? 3000);
const queue = createQueue(process.env.REDIS_URL ?? "redis://127.0.0.1:6379");
createApp(queue).listen(port, () => console.log(`Waiting for deliveries on http://localhost:${port}/webhooks/mynth`));
checkPersistence(queue).catch((error) => console.error(error));
