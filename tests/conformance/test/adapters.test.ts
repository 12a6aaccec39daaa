import * as express from "@mynth-webhooks/express";
import * as fastify from "@mynth-webhooks/fastify";
import * as hono from "@mynth-webhooks/hono";
import * as web from "@mynth-webhooks/web";
import { expect, test } from "vitest";

test.each([
  { adapter: "Express", exports: express },
  { adapter: "Fastify", exports: fastify },
  { adapter: "Hono", exports: hono },
  { adapter: "web", exports: web },
])("the $adapter adapter exports mynthWebhook, so that changing the framework changes one import", ({ exports }) => {
  expect(exports.mynthWebhook).toBeTypeOf("function");
});
