/** A difference between a payload and its schema. It contains no value of the payload. */
export interface PayloadIssue {
  /** The field, such as `result.images[0].cost`. */
  readonly path: string;
  /** The expected value, in words. */
  readonly message: string;
}
