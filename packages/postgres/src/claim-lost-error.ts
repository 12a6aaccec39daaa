/**
 * Thrown when the lease expired and another worker claimed or completed the delivery.
 * Let it roll back your transaction, since the other worker processes the event.
 */
export class ClaimLostError extends Error {
  /** Always `ClaimLostError`. */
  override readonly name = "ClaimLostError";
  /** Always `claim_lost`. */
  readonly code = "claim_lost";
  /** The claim's key. */
  readonly key: string;

  constructor(key: string) {
    super("completeWithin: the lease expired and another worker took the delivery. Roll back the transaction.");
    this.key = key;
  }
}
