/**
 * A delivery took longer than its lease and another worker has taken it over, or has handled it. Let it roll your
 * transaction back: the effect is the other's to have.
 */
export class ClaimLostError extends Error {
  /** Always `ClaimLostError`. */
  override readonly name = "ClaimLostError";
  /** Always `claim_lost`. */
  readonly code = "claim_lost";
  /** The key of the claim. */
  readonly key: string;

  constructor(key: string) {
    super(
      "The claim on this delivery was lost: its lease ended and another worker has it, so nothing may be committed.",
    );
    this.key = key;
  }
}
