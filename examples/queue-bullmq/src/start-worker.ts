import { succeededImages } from "@mynth-webhooks/express";
import { createWorker } from "./worker.ts";

const worker = createWorker(process.env.REDIS_URL ?? "redis://127.0.0.1:6379", async (event) => {
  console.log(event.event, event.task.id, succeededImages(event).length);
});

// Finishes its current jobs. Another worker takes over the jobs it does not finish.
process.once("SIGTERM", () => worker.close());
