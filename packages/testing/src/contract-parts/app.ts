import type { Delivery, EventHandlers, ReceivedEvent, ReceiverOptions, SecretSource } from "@mynth-webhooks/core";

/** One request of the suite. */
export interface ContractRequest {
  /** The HTTP method. */
  readonly method: string;
  /** What stands behind `/webhooks/mynth` in the URL: nothing, a query, or one more segment. */
  readonly suffix?: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** To be sent as it is, without a content type of the client's own. */
  readonly body?: Uint8Array;
}

/** What the application answered. */
export interface ContractResponse {
  /** The HTTP status. */
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, unknown>>;
  /** As text. */
  readonly body: string;
}

/** What the application's handler noted. */
export interface SeenDelivery {
  /** The event as the handler got it. */
  readonly event: ReceivedEvent;
  /** What the handler got beside it. */
  readonly delivery: Delivery;
  /** The body as the framework's own means give it behind the adapter (`req.body`, `await c.req.json()`). */
  readonly json: unknown;
}

/**
 * A running application: `POST` and `PUT` to `/webhooks/mynth` and `/webhooks/mynth/:token` stand behind the adapter, note
 * what they get in `seen` and answer 200; `GET /webhooks/mynth` stands behind it too and answers 200 with `open`.
 */
export interface ContractApp {
  /** What the handler noted, in order. */
  readonly seen: SeenDelivery[];
  /** Sends to `/webhooks/mynth`, and what the request has behind it. */
  send(request: ContractRequest): Promise<ContractResponse>;
  /** Ends the application. */
  stop(): Promise<void>;
}

/** How the application is to be set up. `Context` is the framework's own request. */
export interface ContractSetup {
  /** To be given to the adapter. */
  readonly secret: SecretSource<unknown>;
  /** To be given to the adapter. */
  readonly options: ReceiverOptions<unknown>;
  /** Where given, `POST` and `PUT` are answered by the adapter's `on(handlers)` instead. */
  readonly handlers?: EventHandlers<unknown>;
}

/** Starts the application with settings of the suite's, of which some are to be otherwise. */
export type StartApp = (
  options?: ReceiverOptions<unknown>,
  others?: Partial<Omit<ContractSetup, "options">>,
) => Promise<ContractApp>;
