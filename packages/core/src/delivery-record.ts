import type { Claim, Delivery, Scheme } from "./delivery.ts";
import type { IssueFinder } from "./events/load-issue-finder.ts";
import type { ParsedEvent } from "./events/parse-event.ts";
import type { PayloadIssue } from "./events/schemas/payload-issue.ts";
import type { TokenState } from "./token/token-state.ts";

/** The result of verifying a signature or a token. */
export interface Verification {
  readonly scheme: Scheme;
  readonly secretIndex: number;
  readonly timestamp?: number;
  readonly id?: string | undefined;
  readonly state?: TokenState;
  /** Whether a newer secret comes first in the list. */
  readonly byOldSecret: boolean;
}

/** A verified delivery. In V8, an object literal with a getter would cost as much as the HMAC of a small body. */
export class DeliveryRecord implements Delivery {
  readonly key: string;
  readonly scheme: Scheme;
  readonly secretIndex: number;
  readonly rawBody: Uint8Array;
  readonly payload: unknown;
  readonly originalEventName: string;
  // Only declared: an absent field must not exist, not even as undefined.
  declare readonly timestamp?: number;
  declare readonly id?: string;
  declare readonly state?: TokenState;
  /** Set once the event is claimed. */
  declare claim?: Claim;
  readonly #parsed: ParsedEvent;
  readonly #findIssues: IssueFinder;
  #issues: readonly PayloadIssue[] | undefined;
  #receiver: object | undefined;

  constructor(
    verification: Verification,
    key: string,
    rawBody: Uint8Array,
    payload: unknown,
    parsed: ParsedEvent,
    findIssues: IssueFinder,
  ) {
    this.key = key;
    this.scheme = verification.scheme;
    this.secretIndex = verification.secretIndex;
    this.rawBody = rawBody;
    this.payload = payload;
    this.originalEventName = parsed.name;
    if (verification.timestamp !== undefined) this.timestamp = verification.timestamp;
    if (verification.id !== undefined) this.id = verification.id;
    if (verification.state !== undefined) this.state = verification.state;
    this.#parsed = parsed;
    this.#findIssues = findIssues;
  }

  get issues(): readonly PayloadIssue[] {
    this.#issues ??= this.#parsed.known ? this.#findIssues(this.#parsed.event) : [];
    return this.#issues;
  }

  /** Remembers the receiver that lets the delivery through. */
  deliverBy(receiver: object): void {
    this.#receiver = receiver;
  }

  /** Whether this receiver has let the delivery through. */
  isDeliveredBy(receiver: object): boolean {
    return this.#receiver === receiver;
  }
}
