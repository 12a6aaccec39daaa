import { eventQueue } from "./queue.ts";
import { receiver } from "./receiver.ts";

const port = Number(process.env.PORT ?? 3000);
const boss = await eventQueue(process.env.DATABASE_URL ?? "postgres://localhost/postgres");
receiver(boss).listen(port, () => console.log(`Waiting for deliveries on http://localhost:${port}/webhooks/mynth`));
