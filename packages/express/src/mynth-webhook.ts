import type { ServerResponse } from "node:http";
import {
  createReceiver,
  type Outcome,
  type ReceiverOptions,
  type RespondOutcome,
  type SecretSource,
} from "@mynth-webhooks/core";
import { getMessageBody, settleOnResponse } from "@mynth-webhooks/core/node";
import type { ExpressRequest } from "./express-request.ts";

/** Options of `mynthWebhook()`. */
export interface MynthWebhookOptions<Req> extends ReceiverOptions<Req> {
  /**
   * Decides who responds to a rejected request: this middleware (`"respond"`), or the application's error handler
   * (`"next"`), which gets the `MynthWebhookError`.
   * @default "respond"
   */
  readonly errors?: "respond" | "next";
}

/**
 * Creates middleware that passes only verified Mynth deliveries, with their event on `req.mynthEvent`. Mount it before
 * body parsers. GET, HEAD and OPTIONS pass without an event.
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
  secret?: SecretSource<Req>,
  { errors = "respond", ...options }: MynthWebhookOptions<Req> = {},
): (req: Req, res: ServerResponse, next: (error?: unknown) => void) => void {
  if (errors !== "respond" && errors !== "next")
    throw new TypeError('mynthWebhook(): the option errors must be "respond" or "next".');
  // With next(), the application's error handler gets the error.
  const receiver = createReceiver(secret, errors === "next" ? { onError: () => {}, ...options } : options);

  return function mynthWebhook(req, res, next) {
    const incoming = {
      method: req.method ?? "",
      url: req.originalUrl ?? req.url ?? "",
      // Not declared on ExpressRequest, where it would hide the type of the route's own parameters.
      params: Reflect.get(req, "params"),
      header: (name: string) => req.headers[name],
      body: getMessageBody(req),
      earlier: req.mynthDelivery,
    };
    const proceed = (outcome: Outcome) => {
      switch (outcome.kind) {
        case "pass":
          return next();
        case "respond":
          return respond(outcome);
        case "deliver":
          req.mynthEvent = outcome.event;
          req.mynthDelivery = outcome.delivery;
          req.body = outcome.delivery.payload;
          req._body = true; // Tells body-parser 1 (Express 4) that the body is read.
          settleOnResponse(res, outcome);
          return next();
      }
    };
    const outcome = receiver.receive(incoming, req);
    if (outcome instanceof Promise) outcome.then(proceed).catch(next);
    else proceed(outcome);

    function respond({ status, headers, body, error }: RespondOutcome) {
      // A timeout in front may have responded while the body was still arriving.
      if (res.headersSent) return;
      if (error && errors === "next") return next(Object.assign(error, { headers }));
      res.statusCode = status;
      for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
      res.end(body);
    }
  };
}
