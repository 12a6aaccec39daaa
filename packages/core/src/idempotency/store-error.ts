/** Every failure of a store that does not reject a delivery, with its message. */
export const storeErrorCodes = {
  not_claimed:
    "The store failed, and the event is processed without a claim. It may be processed twice if it is delivered twice.",
  not_recorded:
    "The event was processed, but the store did not record it until its lease expired. If it is delivered again, it is processed again.",
  not_released:
    "The event was not processed, and the store did not release its claim. Retries got 409 until the lease expired.",
  processed_twice:
    "The event was processed twice: its lease expired before the handler finished, and another worker processed it. Raise idempotency.maxLease above the longest handler.",
} as const satisfies Record<string, string>;

/** The stable name of a failure. It is never renamed, so your alerts can depend on it. */
export type StoreErrorCode = keyof typeof storeErrorCodes;

/**
 * A failure of the idempotency store that does not reject a delivery. `cause` is the store's own error, if there is one.
 */
export class StoreError extends Error {
  /** Always `StoreError`. */
  override readonly name = "StoreError";
  /** The stable name of the failure. */
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, options?: ErrorOptions) {
    super(storeErrorCodes[code], options);
    this.code = code;
  }
}
