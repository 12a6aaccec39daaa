import type { IncomingMessage } from "node:http";
import type { Delivery, ReceivedEvent } from "@mynth-webhooks/core";

declare global {
  namespace Express {
    interface Request {
      /** The verified event, on every request behind `mynthWebhook()` except those with a safe method. */
      mynthEvent: ReceivedEvent;
      /** The metadata of the delivery. */
      mynthDelivery: Delivery;
    }
  }
}

/** The request that callbacks get. Annotate the parameter with Express's own `Request` if you need more. */
export interface ExpressRequest extends IncomingMessage, Express.Request {
  /** The URL before a router removed its mount path. */
  readonly originalUrl: string;
  readonly baseUrl: string;
  readonly path: string;
  readonly hostname: string;
  readonly protocol: string;
  readonly ip?: string | undefined;
  /** The result of a body parser. */
  body?: unknown;
  /** The bytes as received, from Firebase, Google Cloud Functions, Nest or a `verify` callback of `express.json()`. */
  rawBody?: unknown;
  /** Tells body parsers that the body has been read. */
  _body?: boolean;
}
