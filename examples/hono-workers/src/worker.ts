import { type MynthEvent, mynthWebhook, on, succeededImages } from "@mynth-webhooks/hono";
import { Hono } from "hono";

const app = new Hono();

app.post(
  "/webhooks/mynth",
  mynthWebhook(), // reads MYNTH_WEBHOOK_SECRET from c.env
  on({
    "task.image.generate.completed": (event, _delivery, c) => {
      // Await the work that must not be lost: if it throws, Mynth gets a 500 and sends the event again.
      console.log(`${event.task.id}: ${succeededImages(event).length} images`);
      // Slow work that may fail continues after the answer.
      c.executionCtx.waitUntil(warmCache(event));
    },
    "task.failed": (event) => console.warn(`${event.task.id} failed:`, event.errors),
  }),
);

app.get("/", (c) => c.text("The shop is open."));

/** Loads each image into the cache, so that its first viewer does not wait. */
async function warmCache(event: MynthEvent): Promise<void> {
  for (const { url, mynth_url } of succeededImages(event)) await fetch(url ?? mynth_url ?? "");
}

export default { fetch: app.fetch };
