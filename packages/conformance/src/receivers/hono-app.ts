import { mynthWebhook } from "@mynth-webhooks/hono";
import { Hono } from "hono";
import { bodyLimit, type Echo, hmacHere, path, secrets, token } from "./settings.ts";

/** The receiver in Hono, for every runtime. */
export const app = new Hono();

app.get("/hmac", (c) => c.text(hmacHere()));
app.use(path, mynthWebhook(secrets, { token, bodyLimit }));
app.get(path, (c) => c.text("open"));
app.on(["POST", "PUT"], path, async (c) => {
  const { mynthEvent: event, mynthDelivery: delivery } = c.var;
  // Reading it again has to work on every runtime.
  await c.req.json();
  return c.json({ event: event.event, task: event.task.id, scheme: delivery.scheme } satisfies Echo);
});
