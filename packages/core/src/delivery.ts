import type { PayloadIssue } from "./events/payload-issue.ts";
import type { Claim } from "./idempotency/deduplicator.ts";
import type { SignatureScheme } from "./signature/signature.ts";
import type { TokenState } from "./token/token.ts";

/**
 * How a delivery proved where it comes from: by the signature of either generation, or, as those of custom webhooks do,
 * by nothing but a token in the URL. What came by token is not signed: whoever knew the URL can have sent it.
 */
export type Scheme = SignatureScheme | "url-token";

/** What is known of one HTTP request beside the event it carries. */
export interface Delivery {
  /**
   * What identifies the outcome of a task: the event's name and `task.id`, both covered by the signature. The same on
   * every retry, at every endpoint and in both generations.
   */
  readonly key: string;
  /** When this attempt was signed, in Unix seconds. Signed deliveries only. */
  readonly timestamp?: number;
  /** How it proved where it comes from. */
  readonly scheme: Scheme;
  /** The event's id (`evt_...`), the same on every retry and at every endpoint. Standard Webhooks deliveries only. */
  readonly id?: string;
  /** Which of the secrets matched, or which of the tokens, or of the secrets that mint them; counted from 0. */
  readonly secretIndex: number;
  /** This handler's claim in the store of the option `idempotency`, for stores that take part in its transaction. */
  readonly claim?: Claim;
  /** What the token of `customWebhook()` carried. */
  readonly state?: TokenState;
  /** The body, byte for byte as it came. */
  readonly rawBody: Uint8Array;
  /** The body as parsed, in the shape its generation has. */
  readonly payload: unknown;
  /** The event's name as it came: that of the oldest deliveries differs from `event.event`. */
  readonly originalEventName: string;
  /**
   * Where the event differs from what is known of its kind, in details a handler can do without. Empty for most.
   * Worked out when first read.
   */
  readonly issues: readonly PayloadIssue[];
}
