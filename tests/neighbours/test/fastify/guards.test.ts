import { mynthWebhook } from "@mynth-webhooks/fastify";
import Fastify from "fastify";
import { checkSafeMethods } from "../check-safe-methods.ts";
import { checkTwoGuards } from "../check-two-guards.ts";
import { path, secret } from "../deliveries.ts";
import { addRoute, reportErrors, startFastify } from "../start-fastify.ts";

checkTwoGuards("Fastify", async (first, second, inbox) => {
  const app = Fastify();
  reportErrors(app, inbox);
  await app.register(mynthWebhook, { secret: first.secret, ...first.options });
  await app.register(async (webhooks) => {
    await webhooks.register(mynthWebhook, { secret: second.secret, ...second.options });
    addRoute(webhooks, inbox);
  });
  return startFastify(app);
});

checkSafeMethods("Fastify", async (inbox) => {
  const app = Fastify();
  await app.register(mynthWebhook, { secret });
  app.all(path, async (request) => {
    let seen = "with";
    try {
      seen = request.mynthEvent ? "with" : "without";
    } catch {
      seen = "without";
    }
    inbox.report(`${request.method} ${seen} an event`);
    return "";
  });
  return startFastify(app);
});
