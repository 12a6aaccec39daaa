import { mynthWebhook, on, succeededImages } from "@mynth-webhooks/web";
import { addTask } from "../../../lib/tasks";

// Reads MYNTH_WEBHOOK_SECRET when a request arrives.
export const POST = mynthWebhook(
  on({
    // If it throws, Mynth gets a 500 and sends the event again.
    "task.image.generate.completed": async (event) => {
      const urls = succeededImages(event).flatMap(({ url, mynth_url }) => url ?? mynth_url ?? []);
      await addTask({ id: event.task.id, urls });
    },
    "task.failed": async (event) => {
      const error = event.errors?.[0];
      await addTask({ id: event.task.id, urls: [], error: error?.message ?? error?.code ?? "unknown error" });
    },
  }),
);
