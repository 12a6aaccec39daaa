import { openQueue } from "./queue.ts";
import { createApp } from "./receiver.ts";

const port = Number(process.env.PORT ?? 3000);
const boss = await openQueue(process.env.DATABASE_URL ?? "postgres://localhost/postgres");
createApp(boss).listen(port, () => console.log(`Waiting for deliveries on http://localhost:${port}/webhooks/mynth`));
