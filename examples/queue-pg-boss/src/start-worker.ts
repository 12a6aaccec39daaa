import { succeededImages } from "@mynth-webhooks/express";
import { eventQueue } from "./queue.ts";
import { workOnEvents } from "./worker.ts";

const boss = await eventQueue(process.env.DATABASE_URL ?? "postgres://localhost/postgres");
await workOnEvents(boss, async (event) => {
  console.log(event.event, event.task.id, succeededImages(event).length);
});

// Finishes what it is at; whatever it does not is taken up by another worker.
process.once("SIGTERM", () => boss.stop());
