/** The type of `delivery.state`: `unknown` unless `MynthWebhooks.Settings` declares it. */
export type TokenState = MynthWebhooks.Settings extends { state: infer Declared } ? Declared : unknown;

/** The used part of a zod schema. */
export interface StateSchema {
  /** Validates a value, and returns the schema's output. */
  safeParse(value: unknown): { readonly success: true; readonly data: TokenState } | { readonly success: false };
}
