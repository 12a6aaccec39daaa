import { mynthWebhook, on, succeededImages } from "@mynth-webhooks/hono";
import { Hono } from "hono";

const app = new Hono();

app.post(
  "/webhooks/mynth",
  mynthWebhook(process.env.MYNTH_WEBHOOK_SECRET),
  // Save what you need and return: Mynth gets its 204. Throw, and it gets a 500 and sends the event again.
  on({
    "task.image.generate.completed": (event) => {
      for (const { url, mynth_url } of succeededImages(event)) console.log(`${event.task.id}: ${url ?? mynth_url}`);
    },
    "task.failed": (event) => console.warn(`${event.task.id} failed:`, event.errors),
  }),
);

app.get("/", (c) => c.text("The shop is open."));

const { port } = Bun.serve({ port: process.env.PORT ?? 3000, fetch: app.fetch });
console.log(`Bun ${Bun.version} is waiting for deliveries on http://localhost:${port}/webhooks/mynth`);
