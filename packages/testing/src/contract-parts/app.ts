import type { Delivery, EventHandlers, ReceivedEvent, ReceiverOptions, SecretSource } from "@mynth-webhooks/core";

/** One request of the contract suite. */
export interface ContractRequest {
  /** The HTTP method. */
  readonly method: string;
  /** The URL after `/webhooks/mynth`: empty, a query, or one more segment. */
  readonly suffix?: string;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Send it as it is, and do not add a content type. */
  readonly body?: Uint8Array;
}

/** The application's response. */
export interface ContractResponse {
  /** The HTTP status. */
  readonly status: number;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** The decoded body. */
  readonly body: string;
}

/** A delivery that the application's handler received. */
export interface SeenDelivery {
  /** The event that the adapter passed to the handler. */
  readonly event: ReceivedEvent;
  /** The delivery that the adapter passed to the handler. */
  readonly delivery: Delivery;
  /** The body as the framework parses it in the handler (`req.body`, `await c.req.json()`). */
  readonly json: unknown;
}

/**
 * A running application with the adapter on `/webhooks/mynth` and `/webhooks/mynth/:token`.
 * `POST` and `PUT` add to `seen` and return 200. `GET /webhooks/mynth` returns 200 with the body `open`.
 */
export interface ContractApp {
  /** The deliveries that the handler received, in order. */
  readonly seen: SeenDelivery[];
  /** Sends a request to `/webhooks/mynth` plus its suffix. */
  send(request: ContractRequest): Promise<ContractResponse>;
  /** Stops the application as its users do, and waits for `drain()`. It may be called twice. */
  stop(): Promise<void>;
}

/** The setup of the application under test. */
export interface ContractSetup {
  /** Pass it to the adapter. */
  readonly secret: SecretSource<unknown>;
  /** Pass them to the adapter. */
  readonly options: ReceiverOptions<unknown>;
  /** If given, use the adapter's `on(handlers)` for `POST` and `PUT` instead of the default handler. */
  readonly handlers?: EventHandlers<[delivery: Delivery, context: unknown]>;
}

/** Starts the application with the suite's settings, some of them overridden. */
export type StartApp = (
  options?: ReceiverOptions<unknown>,
  others?: Partial<Omit<ContractSetup, "options">>,
) => Promise<ContractApp>;
