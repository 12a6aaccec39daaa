import type { Delivery, MynthEvent, TaskCompletedEvent } from "@mynth-webhooks/core";
import { expect, expectTypeOf, test } from "vitest";
import { mynthWebhook, on } from "../src/index.ts";

interface Env {
  readonly MYNTH_WEBHOOK_SECRET: string;
}

test("the handler's parameters are typed, with what the runtime passes after the request", () => {
  mynthWebhook(
    (event, delivery, request) => {
      expectTypeOf(event).toEqualTypeOf<MynthEvent>();
      expectTypeOf(delivery).toEqualTypeOf<Delivery>();
      expectTypeOf(request).toEqualTypeOf<Request>();
    },
    { secret: "wbs_types_of_web" },
  );
  mynthWebhook<[env: Env]>((_event, _delivery, _request, env) => expectTypeOf(env).toEqualTypeOf<Env>(), {
    secret: (_request, env) => env.MYNTH_WEBHOOK_SECRET,
  });
  // @ts-expect-error a misspelled binding is a compile error
  mynthWebhook<[env: Env]>(() => {}, { secret: (_request, env) => env.MYNTH_SECRET });
});

test("on() types each handler's event, and infers the context of the route", () => {
  const route = mynthWebhook(
    on<[env: Env]>({
      "task.image.generate.completed": (event, _delivery, _request, env) => {
        expectTypeOf(event).toEqualTypeOf<TaskCompletedEvent<"image.generate">>();
        expectTypeOf(env).toEqualTypeOf<Env>();
      },
    }),
  );
  expectTypeOf(route).parameters.toEqualTypeOf<[request: Request, env: Env]>();
  // @ts-expect-error a misspelled event is a compile error
  expect(() => on({ "task.image.generate.complete": () => {} })).toThrow(TypeError);
});

test("a route is what runtimes take: a function of a Request, or of a Request and an env", () => {
  const route = mynthWebhook(() => {});
  expectTypeOf(route).toExtend<(request: Request, context: { params: Promise<object> }) => Promise<Response>>();
  expectTypeOf({ fetch: mynthWebhook<[env: Env]>(() => {}) }).toExtend<{
    fetch(request: Request, env: Env, ctx: object): Promise<Response>;
  }>();
});
