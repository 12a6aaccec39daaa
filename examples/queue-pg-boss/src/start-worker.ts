import { succeededImages } from "@mynth-webhooks/express";
import { openQueue } from "./queue.ts";
import { startWorker } from "./worker.ts";

const boss = await openQueue(process.env.DATABASE_URL ?? "postgres://localhost/postgres");
const worker = startWorker(boss, {
  "task.image.generate.completed": async (event) => {
    console.log(event.task.id, succeededImages(event).length);
  },
  "task.failed": async (event) => {
    console.warn(event.task.id, event.errors);
  },
});

// Finishes its current job. Another worker takes over a job it does not finish.
process.once("SIGTERM", async () => {
  await worker.stop();
  await boss.stop();
});
