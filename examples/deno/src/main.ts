import { mynthWebhook, on, succeededImages } from "@mynth-webhooks/hono";
import { Hono } from "hono";

const app = new Hono();

app.post(
  "/webhooks/mynth",
  mynthWebhook(Deno.env.get("MYNTH_WEBHOOK_SECRET")),
  // Save what you need and return: Mynth gets its 204. Throw, and it gets a 500 and sends the event again.
  on({
    "task.image.generate.completed": (event) => {
      for (const { url, mynth_url } of succeededImages(event)) console.log(`${event.task.id}: ${url ?? mynth_url}`);
    },
    "task.failed": (event) => console.warn(`${event.task.id} failed:`, event.errors),
  }),
);

app.get("/", (c) => c.text("The shop is open."));

Deno.serve({
  port: Number(Deno.env.get("PORT") ?? 3000),
  handler: app.fetch,
  onListen: ({ port }) =>
    console.log(`Deno ${Deno.version.deno} is waiting for deliveries on http://localhost:${port}/webhooks/mynth`),
});
