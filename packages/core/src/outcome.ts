import type { Delivery } from "./delivery.ts";
import type { MynthWebhookError } from "./error.ts";
import type { ReceivedEvent } from "./events/event.ts";

/** A request with a safe method: not a delivery, and not ours to answer. */
export interface PassOutcome {
  /** What tells the outcomes apart. */
  readonly kind: "pass";
}

/** Answer the request; the handler does not run. */
export interface RespondOutcome {
  /** What tells the outcomes apart. */
  readonly kind: "respond";
  /** The HTTP status. */
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** A constant text in JSON. */
  readonly body: string;
  /** Absent where nothing is wrong, as with an event that has no handler. */
  readonly error?: MynthWebhookError;
}

/** Verified: run the handler. */
export interface DeliverOutcome {
  /** What tells the outcomes apart. */
  readonly kind: "deliver";
  /** What the delivery says. */
  readonly event: ReceivedEvent;
  /** What is known beside it. */
  readonly delivery: Delivery;
  /** To be called with the HTTP status that the handler came to, once it has. Never rejects. */
  readonly settle: (status: number) => Promise<void>;
}

/** What an adapter is to do with a request. There is no fourth thing. */
export type Outcome = PassOutcome | RespondOutcome | DeliverOutcome;
