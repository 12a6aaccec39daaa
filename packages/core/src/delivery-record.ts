import type { Delivery, Scheme } from "./delivery.ts";
import type { DetailIssues } from "./events/load-detail-issues.ts";
import type { DeliveryIssue } from "./events/payload-issue.ts";
import type { ReadEvent } from "./events/read-event.ts";
import type { Claimed } from "./idempotency/deduplicator.ts";
import type { TokenContext } from "./token/token.ts";

/** What is known of a delivery once its credentials hold. */
export interface Proof {
  readonly scheme: Scheme;
  readonly secretIndex: number;
  readonly timestamp?: number;
  readonly id?: string | undefined;
  readonly context?: TokenContext;
  /** By a secret in front of which the list holds a newer one. */
  readonly byOldSecret: boolean;
}

/** A class for its getter: an object literal with one takes V8 as long to make as the HMAC of a small body. */
export class VerifiedDelivery implements Delivery {
  readonly key: string;
  readonly scheme: Scheme;
  readonly secretIndex: number;
  readonly rawBody: Uint8Array;
  readonly payload: unknown;
  readonly eventName: string;
  // Declared only: what a delivery does not have is not there, not even as undefined.
  declare readonly timestamp?: number;
  declare readonly id?: string;
  declare readonly context?: TokenContext;
  declare readonly claim?: Claimed;
  readonly #read: ReadEvent;
  readonly #detailIssues: DetailIssues;
  #issues: readonly DeliveryIssue[] | undefined;

  constructor(
    proof: Proof,
    key: string,
    rawBody: Uint8Array,
    payload: unknown,
    read: ReadEvent,
    detailIssues: DetailIssues,
  ) {
    this.key = key;
    this.scheme = proof.scheme;
    this.secretIndex = proof.secretIndex;
    this.rawBody = rawBody;
    this.payload = payload;
    this.eventName = read.name;
    if (proof.timestamp !== undefined) this.timestamp = proof.timestamp;
    if (proof.id !== undefined) this.id = proof.id;
    if (proof.context !== undefined) this.context = proof.context;
    this.#read = read;
    this.#detailIssues = detailIssues;
  }

  get issues(): readonly DeliveryIssue[] {
    this.#issues ??= this.#read.known ? this.#detailIssues(this.#read.event) : [];
    return this.#issues;
  }
}
