import { mynthWebhook } from "@mynth-webhooks/hono";
import { Hono } from "hono";
import { bodyLimit, type Echo, getHmac, path, secrets, token } from "./settings.ts";

/** The Hono receiver, for every runtime. */
export const app = new Hono();

app.get("/hmac", (c) => c.text(getHmac()));
app.use(path, mynthWebhook(secrets, { token, bodyLimit }));
app.get(path, (c) => c.text("open"));
app.on(["POST", "PUT"], path, async (c) => {
  const { mynthEvent: event, mynthDelivery: delivery } = c.var;
  // Reading the body again must work on every runtime.
  await c.req.json();
  return c.json({ event: event.event, task: event.task.id, scheme: delivery.scheme } satisfies Echo);
});
