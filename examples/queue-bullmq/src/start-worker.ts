import { succeededImages } from "@mynth-webhooks/express";
import { createWorker } from "./worker.ts";

const worker = createWorker(process.env.REDIS_URL ?? "redis://127.0.0.1:6379", {
  "task.image.generate.completed": async (event) => {
    console.log(event.task.id, succeededImages(event).length);
  },
  "task.failed": async (event) => {
    console.warn(event.task.id, event.errors);
  },
});

// Finishes its current jobs. Another worker takes over the jobs it does not finish.
process.once("SIGTERM", () => worker.close());
