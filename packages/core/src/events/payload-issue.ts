/** One place where a payload is not as described. Holds no value of the payload. */
export interface PayloadIssue {
  /** Where, as in `result.images[0].cost`. */
  readonly path: string;
  /** What was expected there. */
  readonly message: string;
}
