import type { Delivery, Scheme } from "./delivery.ts";
import type { DetailIssues } from "./events/load-detail-issues.ts";
import type { PayloadIssue } from "./events/payload-issue.ts";
import type { ReadEvent } from "./events/read-event.ts";
import type { Claim } from "./idempotency/deduplicator.ts";
import type { TokenState } from "./token/token.ts";

/** What is known of a delivery once its credentials hold. */
export interface Verification {
  readonly scheme: Scheme;
  readonly secretIndex: number;
  readonly timestamp?: number;
  readonly id?: string | undefined;
  readonly state?: TokenState;
  /** By a secret in front of which the list holds a newer one. */
  readonly byOldSecret: boolean;
}

/** A class for its getter: an object literal with one takes V8 as long to make as the HMAC of a small body. */
export class DeliveryRecord implements Delivery {
  readonly key: string;
  readonly scheme: Scheme;
  readonly secretIndex: number;
  readonly rawBody: Uint8Array;
  readonly payload: unknown;
  readonly originalEventName: string;
  // Declared only: what a delivery does not have is not there, not even as undefined.
  declare readonly timestamp?: number;
  declare readonly id?: string;
  declare readonly state?: TokenState;
  declare readonly claim?: Claim;
  readonly #read: ReadEvent;
  readonly #detailIssues: DetailIssues;
  #issues: readonly PayloadIssue[] | undefined;

  constructor(
    proof: Verification,
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
    this.originalEventName = read.name;
    if (proof.timestamp !== undefined) this.timestamp = proof.timestamp;
    if (proof.id !== undefined) this.id = proof.id;
    if (proof.state !== undefined) this.state = proof.state;
    this.#read = read;
    this.#detailIssues = detailIssues;
  }

  get issues(): readonly PayloadIssue[] {
    this.#issues ??= this.#read.known ? this.#detailIssues(this.#read.event) : [];
    return this.#issues;
  }
}
