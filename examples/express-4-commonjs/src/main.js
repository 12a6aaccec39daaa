// @ts-check
const { mynthWebhook, on, succeededImages } = require("@mynth-webhooks/express");
const express = require("express");

const app = express();

app.post(
  "/webhooks/mynth",
  mynthWebhook(process.env.MYNTH_WEBHOOK_SECRET),
  // Save what you need and return: Mynth gets its 204. Throw, or reject, and it gets a 500 and sends the event again.
  on({
    "task.image.generate.completed": async (event) => {
      for (const { url, mynth_url } of succeededImages(event)) console.log(`${event.task.id}: ${url ?? mynth_url}`);
    },
    "task.failed": (event) => console.warn(`${event.task.id} failed:`, event.errors),
  }),
);
app.use(express.json()); // after mynthWebhook(), never before it

app.get("/", (_req, res) => res.send("The shop is open."));

const server = app.listen(Number(process.env.PORT ?? 3000), () => {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : address;
  console.log(`Waiting for deliveries on http://localhost:${port}/webhooks/mynth`);
});
