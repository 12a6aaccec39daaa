import type { Delivery, MynthEvent } from "@mynth-webhooks/core";
import express, { type Request } from "express";
import { expectTypeOf, test } from "vitest";
import { mynthWebhook } from "../src/index.ts";

test("req.mynthEvent is typed, and so are the parameters of the path", () => {
  express().post("/webhooks/:tenant", mynthWebhook("wbs_secret_x"), (req) => {
    expectTypeOf(req.mynthEvent).toEqualTypeOf<MynthEvent>();
    expectTypeOf(req.mynthDelivery).toEqualTypeOf<Delivery>();
    expectTypeOf(req.params.tenant).toEqualTypeOf<string>();
    // @ts-expect-error a misspelled field is a compile error
    req.mynthEvent.taks;
  });
});

test("a secret function in Express can be typed with Express's own Request", () => {
  express().post(
    "/:tenant",
    mynthWebhook((req: Request<{ tenant: string }>) => req.params.tenant),
  );
  express().use(mynthWebhook((req) => req.headers.host));
  express().use(mynthWebhook(process.env.MYNTH_WEBHOOK_SECRET));
});
