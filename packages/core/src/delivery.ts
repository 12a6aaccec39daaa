import type { PayloadIssue } from "./events/schemas/payload-issue.ts";
import type { SignatureScheme } from "./signature/signature.ts";
import type { TokenState } from "./token/token-state.ts";

/**
 * How a delivery was verified: by a signature, or by the token in a custom webhook's URL. A delivery with a token is
 * not signed: anyone who knows the URL can send it.
 */
export type Scheme = SignatureScheme | "url-token";

/** A claim on an event in the idempotency store. */
export interface Claim {
  /** The key of the event, with the namespace. */
  readonly key: string;
  /** Identifies this claim. Only its owner can release it. */
  readonly owner: string;
  /** How long the record is kept, in whole milliseconds. */
  readonly retention: number;
  /** Set by a store that recorded the event in a transaction of the handler. The receiver then records nothing. */
  isRecorded?: boolean;
}

/** The metadata of one verified HTTP request. */
export interface Delivery {
  /**
   * The default idempotency key: the event's name and `task.id`, both signed. It is the same on every retry, at every
   * endpoint and in both schemes.
   */
  readonly key: string;
  /** When this attempt was signed, in Unix seconds. Only signed deliveries have it. */
  readonly timestamp?: number;
  /** How the delivery was verified. */
  readonly scheme: Scheme;
  /** The event's id (`evt_...`), the same on every retry and endpoint. Only Standard Webhooks deliveries have it. */
  readonly id?: string;
  /** Index of the matching secret. With a URL token: of the accepted token, or of the secret that minted it. */
  readonly secretIndex: number;
  /** The claim in the idempotency store, for handlers that complete it in their own transaction. */
  readonly claim?: Claim;
  /** The state in the token of `customWebhook()`. */
  readonly state?: TokenState;
  /** The body, byte for byte as received. */
  readonly rawBody: Uint8Array;
  /** The parsed JSON body, as received. */
  readonly payload: unknown;
  /** The event's name as received. In the oldest deliveries it differs from `event.event`. */
  readonly originalEventName: string;
  /** Where the event differs from its schema in optional details. Computed on first read. */
  readonly issues: readonly PayloadIssue[];
}
