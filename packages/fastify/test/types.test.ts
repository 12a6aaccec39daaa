import type { Delivery, MynthEvent } from "@mynth-webhooks/core";
import Fastify from "fastify";
import { expectTypeOf, test } from "vitest";
import { mynthWebhook } from "../src/index.ts";

test("request.mynthEvent and request.mynthDelivery are typed in Fastify", () => {
  const app = Fastify();
  app.register(mynthWebhook, { secret: async (request) => request.headers.host, global: false });
  // @ts-expect-error there is no such option
  app.register(mynthWebhook, { secrets: [] });
  app.post("/", { config: { mynthWebhook: true } }, async (request) => {
    expectTypeOf(request.mynthEvent).toEqualTypeOf<MynthEvent>();
    expectTypeOf(request.mynthDelivery).toEqualTypeOf<Delivery>();
    if (request.mynthEvent.event === "task.image.generate.completed") {
      expectTypeOf(request.mynthEvent.result.model).toEqualTypeOf<string>();
    } else {
      // @ts-expect-error a failed task has no result
      request.mynthEvent.result;
    }
  });
});
