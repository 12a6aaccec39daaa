import type { Delivery, MynthEvent } from "@mynth-webhooks/core";
import { Hono } from "hono";
import { expectTypeOf, test } from "vitest";
import { mynthWebhook } from "../src/index.ts";

test("c.var.mynthEvent in Hono is typed inline, after a chained use() and after an unchained one", () => {
  new Hono().post("/", mynthWebhook("wbs_secret_x"), (c) => {
    expectTypeOf(c.var.mynthEvent).toEqualTypeOf<MynthEvent>();
    expectTypeOf(c.get("mynthDelivery")).toEqualTypeOf<Delivery>();
    return c.body(null);
  });
  new Hono().use("/webhooks/*", mynthWebhook()).post("/webhooks/mynth", (c) => {
    expectTypeOf(c.var.mynthEvent).toEqualTypeOf<MynthEvent>();
    return c.body(null);
  });
  const app = new Hono();
  app.use("/webhooks/*", mynthWebhook());
  app.post("/webhooks/mynth", (c) => {
    expectTypeOf(c.var.mynthEvent).toEqualTypeOf<MynthEvent>();
    return c.body(null);
  });
});

test("c.env in Hono is typed in the secret function and in the handler", () => {
  type Bindings = { MYNTH_WEBHOOK_SECRET: string };
  new Hono<{ Bindings: Bindings }>().post(
    "/",
    mynthWebhook<Bindings>((c) => c.env.MYNTH_WEBHOOK_SECRET),
    (c) => {
      expectTypeOf(c.env.MYNTH_WEBHOOK_SECRET).toEqualTypeOf<string>();
      expectTypeOf(c.var.mynthEvent.task.id).toEqualTypeOf<string>();
      return c.body(null);
    },
  );
  // @ts-expect-error a misspelled binding is a compile error
  mynthWebhook<Bindings>((c) => c.env.MYNTH_SECRET);
});
