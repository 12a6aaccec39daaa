import type { IncomingMessage, ServerResponse } from "node:http";
import {
  createReceiver,
  type Delivery,
  type Outcome,
  type ReceivedEvent,
  type ReceiverOptions,
  type SecretSource,
  settleOnResponse,
} from "@mynth-webhooks/core";
import { getBody, type WithBody } from "./body.ts";

declare global {
  namespace Express {
    interface Request {
      /** The verified event. There on every request that came through `mynthWebhook()`, safe methods excepted. */
      mynthEvent: ReceivedEvent;
      /** What is known of the delivery beside the event. */
      mynthDelivery: Delivery;
    }
  }
}

/** The request as the options' functions get it. Annotate a parameter with Express's own `Request` where more is needed. */
export interface ExpressRequest extends IncomingMessage, WithBody, Express.Request {
  /** The URL before any router cut off where it is mounted. */
  readonly originalUrl: string;
  readonly baseUrl: string;
  readonly path: string;
  readonly hostname: string;
  readonly protocol: string;
  readonly ip?: string | undefined;
}

export interface MynthWebhookOptions<Req> extends ReceiverOptions<Req> {
  /**
   * Who answers a refusal: this middleware (`"respond"`, the default), or the application's error handler (`"next"`),
   * which gets the `MynthWebhookError`.
   */
  readonly errors?: "respond" | "next";
}

/**
 * Lets only verified Mynth deliveries through and puts their event on `req.mynthEvent`. Mount it before body parsers.
 * GET, HEAD and OPTIONS pass untouched.
 *
 * @throws {TypeError} on a secret or an option that cannot be meant
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
  if (errors !== "respond" && errors !== "next") throw new TypeError('The option "errors" is "respond" or "next".');
  // The error handler is told by next().
  const onError = errors === "next" ? () => {} : undefined;
  const receiver = createReceiver(secret, { ...(onError && { onError }), ...options });
  const delivered = new WeakSet<Delivery>();

  return function mynthWebhook(req, res, next) {
    // Mounted twice on the way, as on a path and on its route.
    if (req.mynthDelivery && delivered.has(req.mynthDelivery)) return next();
    const { method = "", originalUrl, url = "", headers } = req;
    // Not declared on ExpressRequest: a declared `params` would stand in the way of the route's own type of them.
    const params: unknown = Reflect.get(req, "params");
    const incoming = {
      method,
      url: originalUrl ?? url,
      params,
      header: (name: string) => headers[name],
      body: getBody(req),
    };
    const answer = (outcome: Outcome) => {
      switch (outcome.kind) {
        case "pass":
          return next();
        case "respond":
          // By a timeout in front, while the body was still to come.
          if (res.headersSent) return;
          if (outcome.error && errors === "next")
            return next(Object.assign(outcome.error, { headers: outcome.headers }));
          res.statusCode = outcome.status;
          for (const [name, value] of Object.entries(outcome.headers)) res.setHeader(name, value);
          return void res.end(outcome.body);
        case "deliver":
          delivered.add(outcome.delivery);
          req.mynthEvent = outcome.event;
          req.mynthDelivery = outcome.delivery;
          req.body = outcome.delivery.payload;
          settleOnResponse(res, outcome);
          req._body = true; // What tells body-parser 1 (Express 4) that there is nothing left to read.
          return next();
      }
    };
    receiver.receive(incoming, req).then(answer).catch(next);
  };
}
