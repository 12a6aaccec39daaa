import { succeededImages } from "@mynth-webhooks/express";
import { eventWorker } from "./worker.ts";

const worker = eventWorker(process.env.REDIS_URL ?? "redis://127.0.0.1:6379", async (event) => {
  console.log(event.event, event.task.id, succeededImages(event).length);
});

// Finishes what it is at; whatever it does not is taken up by another worker.
process.once("SIGTERM", () => worker.close());
