import { mynthWebhook } from "@mynth-webhooks/hono";
import { Hono } from "hono";
import { checkSafeMethods } from "../check-safe-methods.ts";
import { checkTwoGuards } from "../check-two-guards.ts";
import { path, secret } from "../deliveries.ts";
import { reportErrors, startHono } from "../start-hono.ts";

checkTwoGuards("Hono", (first, second, inbox) => {
  const guard = mynthWebhook(first.secret, first.options);
  const app = new Hono().onError(reportErrors(inbox));
  app.use("/webhooks/*", guard);
  app.post(path, second === first ? guard : mynthWebhook(second.secret, second.options), async (c) =>
    c.json(await inbox.handle(c.var.mynthEvent, c.var.mynthDelivery)),
  );
  return startHono(app.fetch);
});

checkSafeMethods("Hono", (inbox) => {
  const app = new Hono().onError(reportErrors(inbox));
  app.all(path, mynthWebhook(secret), (c) => {
    inbox.report(`${c.req.method} ${c.var.mynthEvent ? "with" : "without"} an event`);
    return c.body("");
  });
  return startHono(app.fetch);
});
