import type { AddressInfo } from "node:net";
import { type MynthEvent, mynthWebhook, on } from "@mynth-webhooks/express";
import { exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import express from "express";

const secret = "wbs_consumer";
const app = express();
app.post("/w", mynthWebhook(secret), (req, res) => {
  const event: MynthEvent = req.mynthEvent;
  res.json({ task: event.task.id, key: req.mynthDelivery.key });
});
app.post("/on", mynthWebhook(secret), on({ "task.failed": (event) => console.log(event.task.id, event.errors) }));

export async function run(): Promise<void> {
  const server = app.listen(0, "127.0.0.1");
  await new Promise<void>((resolve) => server.once("listening", () => resolve()));
  const { port } = server.address() as AddressInfo;
  const { headers, body } = signDelivery(exampleEvent("task.image.generate.completed"), { secret });
  const response = await fetch(`http://127.0.0.1:${port}/w`, { method: "POST", headers, body });
  server.close();
  if (response.status !== 200) throw new Error(`The delivery got ${response.status}.`);
}
