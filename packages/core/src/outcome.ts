import type { Delivery } from "./delivery.ts";
import type { MynthWebhookError } from "./error.ts";
import type { ReceivedEvent } from "./events/event.ts";

/** A request with a safe method is not a delivery: let the application respond. */
export interface PassOutcome {
  /** Discriminates the outcomes. */
  readonly kind: "pass";
}

/** Send this response, without running the handler. */
export interface RespondOutcome {
  /** Discriminates the outcomes. */
  readonly kind: "respond";
  /** The HTTP status. */
  readonly status: number;
  /** The headers, with lowercase names. */
  readonly headers: Readonly<Record<string, string>>;
  /** A constant JSON string, or an empty string. */
  readonly body: string;
  /** The reason of a rejection. Absent if nothing is wrong, as for a duplicate. */
  readonly error?: MynthWebhookError;
}

/** Run the handler with this verified event. */
export interface DeliverOutcome {
  /** Discriminates the outcomes. */
  readonly kind: "deliver";
  /** The verified event. */
  readonly event: ReceivedEvent;
  /** The metadata of the delivery. */
  readonly delivery: Delivery;
  /** Call it with the HTTP status of the response once the handler is done. It never rejects. */
  readonly settle: (status: number) => Promise<void>;
}

/** The result of a receiver: how the adapter continues with the request. */
export type Outcome = PassOutcome | RespondOutcome | DeliverOutcome;
