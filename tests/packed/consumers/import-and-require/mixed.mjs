import assert from "node:assert/strict";
import { createRequire } from "node:module";
import * as core from "@mynth-webhooks/core";
import * as fastifyAdapter from "@mynth-webhooks/fastify";
import { badDeliveries, completedPayload, signDelivery } from "@mynth-webhooks/testing";
import Fastify from "fastify";

const require = createRequire(import.meta.url);
const secret = "wbs_consumer";

for (const name of [
  "core",
  "core/node",
  "core/web",
  "core/secrets",
  "core/schemas",
  "express",
  "fastify",
  "hono",
  "web",
  "redis",
  "postgres",
  "testing",
]) {
  const [required, imported] = [require(`@mynth-webhooks/${name}`), await import(`@mynth-webhooks/${name}`)];
  // Node wraps a module with a default export for require().
  for (const each of Object.keys(imported)) assert.equal(required[each], imported[each], `${name}: ${each}`);
}

// An error of one is an instance of the other's class.
const error = await require("@mynth-webhooks/express")
  .verifyDelivery(badDeliveries.unsigned(completedPayload, { secret }), secret)
  .catch((rejected) => rejected);
assert(error instanceof core.MynthWebhookError);

// The plugin of one decorates requests for the handlers of the other.
const app = Fastify();
await app.register(require("@mynth-webhooks/fastify").mynthWebhook, { secret });
app.post("/w", fastifyAdapter.on({ all: () => {} }));
const { headers, body } = signDelivery(completedPayload, { secret });
const { statusCode } = await app.inject({ method: "POST", url: "/w", headers, payload: body });
assert.equal(statusCode, 204);
