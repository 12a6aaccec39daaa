import { createReceiver, type ReceiverOptions, type SecretSource } from "@mynth-webhooks/core";
import { toResponse } from "@mynth-webhooks/core/web";
import type { Context, MiddlewareHandler } from "hono";
import { getBody, hasUndeclaredBody, keepBody, wasMessageRead } from "./body.ts";
import { getSecretFromEnvironment, type MynthEnv } from "./environment.ts";
import { Rejection } from "./rejection.ts";
import { settleAfter } from "./settle-after.ts";

/** Options of `mynthWebhook()`. */
export interface MynthWebhookOptions<Bindings extends object = object>
  extends ReceiverOptions<Context<MynthEnv<Bindings>>> {
  /**
   * Decides who responds to a rejected request: this middleware (`"respond"`), or `app.onError` (`"next"`), which gets an
   * `HTTPException` whose `cause` is the `MynthWebhookError`. Hono takes three times as long for `"next"`. `some()` of
   * `hono/combine` needs it to try the next middleware.
   * @default "respond"
   */
  readonly errors?: "respond" | "next" | undefined;
}

/** The middleware of `mynthWebhook()`. */
export interface MynthWebhookMiddleware<Bindings extends object> extends MiddlewareHandler<MynthEnv<Bindings>> {
  /**
   * Resolves when the idempotency store has recorded the results of all deliveries. Wait for it at shutdown, after the
   * server is closed and before the store's connection is. It takes at most as long as a lease.
   *
   * @example
   * const webhook = mynthWebhook(secret, { idempotency: { store } });
   * server.close(async () => {
   *   await webhook.drain();
   *   await pool.end();
   * });
   */
  drain(): Promise<void>;
}

/**
 * Creates middleware that passes only verified Mynth deliveries, with their event in `c.var.mynthEvent`. A GET, HEAD or
 * OPTIONS without a body passes without an event.
 *
 * The secret is a string, an array of strings, or a function of the context. Without arguments, it is
 * `MYNTH_WEBHOOK_SECRET` of the environment or, on Workers, of `c.env`.
 *
 * @throws {TypeError} on an invalid secret or option
 *
 * @example
 * app.post("/webhooks/mynth", mynthWebhook(), (c) => c.json({ task: c.var.mynthEvent.task.id }));
 * // With bindings: mynthWebhook<Bindings>((c) => c.env.MYNTH_WEBHOOK_SECRET)
 */
export function mynthWebhook<Bindings extends object = object>(
  ...args: [secret?: SecretSource<Context<MynthEnv<Bindings>>>, options?: MynthWebhookOptions<Bindings>]
): MynthWebhookMiddleware<Bindings> {
  const [secret, { errors = "respond", ...options } = {}] = args.length === 0 ? [getSecretFromEnvironment] : args;
  if (errors !== "respond" && errors !== "next")
    throw new TypeError('mynthWebhook(): the option errors must be "respond" or "next".');
  const receiver = createReceiver(secret, options);

  const middleware: MiddlewareHandler<MynthEnv<Bindings>> = async function mynthWebhook(c, next) {
    const outcome = await receiver.receive(
      {
        method: c.req.method,
        url: c.req.url,
        params: options.token === undefined ? undefined : c.req.param(),
        header: (name) => c.req.header(name),
        body: getBody(c),
        hasUndeclaredBody: hasUndeclaredBody(c),
        wasRead: wasMessageRead(c),
        explainConsumed: () => consumedHint,
        earlier: c.get("mynthDelivery"),
      },
      c,
    );
    switch (outcome.kind) {
      case "pass":
        return next();
      case "respond":
        if (outcome.error && errors === "next") throw new Rejection(outcome, outcome.error);
        // Not returned: old versions of Hono drop a response that middleware returns inside some().
        c.res = toResponse(outcome);
        return;
      case "deliver":
        c.set("mynthEvent", outcome.event);
        c.set("mynthDelivery", outcome.delivery);
        keepBody(c, outcome.delivery.rawBody);
        return outcome.delivery.claim ? settleAfter(next, c, outcome, hasNames) : next();
    }
  };
  return Object.assign(middleware, { drain: () => receiver.drain() });
}

/** Whether functions have kept their names: a minifier removes them. */
const hasNames = mynthWebhook.name === "mynthWebhook";

const consumedHint =
  "Earlier middleware read the body and kept no bytes. Move mynthWebhook() before it, or have it read c.req.text() or c.req.arrayBuffer(), which Hono keeps.";
