import type { ServerResponse } from "node:http";
import {
  createReceiver,
  type Outcome,
  type ReceiverOptions,
  type RespondOutcome,
  type SecretSource,
} from "@mynth-webhooks/core";
import { getMessageBody, hasUndeclaredBody, parsePayload, settleOnResponse } from "@mynth-webhooks/core/node";
import { withDefaultSecret } from "@mynth-webhooks/core/secrets";
import { explainConsumed } from "./explain-consumed.ts";
import type { ExpressRequest } from "./express-request.ts";
import { explainMissingEvent, hasMynthEvent } from "./missing-event.ts";

/** Options of `mynthWebhook()`. */
export interface MynthWebhookOptions<Req> extends ReceiverOptions<Req> {
  /**
   * Decides who responds to a rejected request: this middleware (`"respond"`), or the application's error handler
   * (`"next"`), which gets the `MynthWebhookError`.
   * @default "respond"
   */
  readonly errors?: "respond" | "next" | undefined;
}

/** The middleware of `mynthWebhook()`. */
export interface MynthWebhookMiddleware<Req> {
  (req: Req, res: ServerResponse, next: (error?: unknown) => void): void;
  /**
   * Resolves when the idempotency store has recorded the results of all deliveries. Wait for it at shutdown, between
   * `server.close()` and the end of the store's connection. It takes at most as long as a lease.
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
 * Creates middleware that passes only verified Mynth deliveries, with their event on `req.mynthEvent`. Mount it before
 * body parsers. A GET, HEAD or OPTIONS without a body passes without an event.
 *
 * @throws {TypeError} on an invalid secret or option
 *
 * @example
 * app.post("/webhooks/mynth", mynthWebhook(process.env.MYNTH_WEBHOOK_SECRET), (req, res) => {
 *   console.log(req.mynthEvent.task.id);
 *   res.sendStatus(204);
 * });
 */
export function mynthWebhook<Req extends ExpressRequest = ExpressRequest>(
  ...args: [secret?: SecretSource<Req>, options?: MynthWebhookOptions<Req>]
): MynthWebhookMiddleware<Req> {
  const [secret, { errors = "respond", ...options } = {}] = withDefaultSecret(args);
  if (errors !== "respond" && errors !== "next")
    throw new TypeError('mynthWebhook(): the option errors must be "respond" or "next".');
  // With next(), the application's error handler gets the error.
  const receiver = createReceiver(secret, errors === "next" ? { onError: () => {}, ...options } : options);
  explainMissingEvent();

  return Object.assign(mynthWebhook, { drain: () => receiver.drain() });

  function mynthWebhook(req: Req, res: ServerResponse, next: (error?: unknown) => void): void {
    const outcome = receiver.receive(
      {
        method: req.method ?? "",
        url: req.originalUrl ?? req.url ?? "",
        // Not declared on ExpressRequest, where it would hide the type of the route's own parameters.
        params: Reflect.get(req, "params"),
        header: (name) => req.headers[name],
        body: getMessageBody(req),
        hasUndeclaredBody: hasUndeclaredBody(req),
        explainConsumed: () => explainConsumed(req),
        earlier: hasMynthEvent(req) ? req.mynthDelivery : undefined,
      },
      req,
    );
    if (outcome instanceof Promise) outcome.then(proceed).catch(next);
    else proceed(outcome);

    function proceed(outcome: Outcome) {
      if (outcome.kind === "pass") {
        explainMissingEvent(req); // Requests of HTTP/2 have another prototype.
        return next();
      }
      if (outcome.kind === "respond") return respond(outcome);
      // A timeout in front responded while the body, the secret or the store was awaited.
      if (res.headersSent) return void outcome.settle(503);
      req.mynthEvent = outcome.event;
      req.mynthDelivery = outcome.delivery;
      const { rawBody } = outcome.delivery;
      // Parsed again: what later code does to the body must not change the event.
      req.body = parsePayload(rawBody);
      req.rawBody ??= Buffer.from(rawBody.buffer, rawBody.byteOffset, rawBody.length); // What Nest's `rawBody: true` sets.
      req._body = true; // Tells body-parser 1 (Express 4) that the body is read.
      settleOnResponse(res, outcome);
      next();
    }

    function respond({ status, headers, body, error }: RespondOutcome) {
      if (res.headersSent) return;
      if (error && errors === "next") return next(Object.assign(error, { headers }));
      res.statusCode = status;
      for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
      res.end(body);
    }
  }
}
