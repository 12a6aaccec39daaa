import {
  createReceiver,
  type Delivery,
  type ReceivedEvent,
  type ReceiverOptions,
  type SecretSource,
} from "@mynth-webhooks/core";
import type { Context, MiddlewareHandler } from "hono";
import { env } from "hono/adapter";
import { getBody, headerReader, keepBody } from "./body.ts";
import { Refusal, toResponse } from "./refusal.ts";
import { settleAfter } from "./settle-response.ts";

/** What a handler behind `mynthWebhook()` finds in `c.var`. */
export interface MynthVariables {
  /** The verified event. */
  mynthEvent: ReceivedEvent;
  /** What is known of the delivery beside the event. */
  mynthDelivery: Delivery;
}

/** The environment of a handler behind `mynthWebhook()`. */
export interface MynthEnv<Given extends object = object> {
  // Not called Bindings too: API Extractor, which records the API, confuses a member with a parameter of its name.
  /** What the worker is bound to, as `c.env` holds it. */
  Bindings: Given;
  /** What `mynthWebhook()` sets. */
  Variables: MynthVariables;
}

declare module "hono" {
  // For handlers that are not chained to the middleware, whose types TypeScript cannot carry over.
  interface ContextVariableMap extends MynthVariables {}
}

/**
 * Lets only verified Mynth deliveries through and puts their event into `c.var.mynthEvent`. A refusal is thrown as an
 * `HTTPException` that carries its response. GET, HEAD and OPTIONS pass untouched. Without a secret,
 * `MYNTH_WEBHOOK_SECRET` is taken from the environment or, on Workers, from `c.env`.
 *
 * @throws {TypeError} on a secret or an option that cannot be meant
 *
 * @example
 * app.post("/webhooks/mynth", mynthWebhook(), (c) => c.json({ task: c.var.mynthEvent.task.id }));
 * // With bindings: mynthWebhook<Bindings>((c) => c.env.MYNTH_WEBHOOK_SECRET)
 */
export function mynthWebhook<Bindings extends object = object>(
  secret: SecretSource<Context<MynthEnv<Bindings>>> = fromEnvironment,
  options?: ReceiverOptions<Context<MynthEnv<Bindings>>>,
): MiddlewareHandler<MynthEnv<Bindings>> {
  const receiver = createReceiver(secret, options);
  const delivered = new WeakSet<Delivery>();

  return async function mynthWebhook(c, next) {
    // Met twice on the way: "/webhooks/*" matches "/webhooks" as well.
    const earlier: Delivery | undefined = c.get("mynthDelivery");
    if (earlier && delivered.has(earlier)) return next();
    const { method, url } = c.req;
    const params = options?.token === undefined ? undefined : c.req.param();
    const incoming = { method, url, params, header: headerReader(c), body: await getBody(c) };
    const outcome = await receiver.receive(incoming, c);
    switch (outcome.kind) {
      case "pass":
        return next();
      case "respond":
        if (outcome.error) throw new Refusal(outcome, outcome.error);
        return toResponse(outcome);
      case "deliver":
        delivered.add(outcome.delivery);
        c.set("mynthEvent", outcome.event);
        c.set("mynthDelivery", outcome.delivery);
        keepBody(c, outcome.delivery.rawBody);
        return outcome.delivery.claim ? settleAfter(next, c, outcome) : next();
    }
  };
}

/** What a worker is bound to, or `app.request()` was given in a test on Node; else the runtime's environment. */
function fromEnvironment(c: Context): string | undefined {
  const bound: Environment = c.env ?? {};
  return bound.MYNTH_WEBHOOK_SECRET ?? env<Environment>(c).MYNTH_WEBHOOK_SECRET;
}

type Environment = { readonly MYNTH_WEBHOOK_SECRET?: string };
