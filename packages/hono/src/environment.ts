import type { Delivery, ReceivedEvent } from "@mynth-webhooks/core";
import { readSecretVariable, secretVariable } from "@mynth-webhooks/core/secrets";
import type { Context } from "hono";

/** The variables that `mynthWebhook()` sets: `c.var.mynthEvent` and `c.var.mynthDelivery`. */
export interface MynthVariables {
  /** The verified event. */
  mynthEvent: ReceivedEvent;
  /** The metadata of the delivery. */
  mynthDelivery: Delivery;
}

/** The environment of a handler behind `mynthWebhook()`. */
export interface MynthEnv<Given extends object = object> {
  // The parameter is not called Bindings, because API Extractor confuses it with the member of that name.
  /** The bindings of a worker, in `c.env`. */
  Bindings: Given;
  /** The variables that `mynthWebhook()` sets. */
  Variables: MynthVariables;
}

declare module "hono" {
  // For handlers that are not chained to the middleware, where TypeScript cannot infer its variables.
  interface ContextVariableMap extends MynthVariables {}
}

/**
 * Returns the secret from a worker's bindings (or those of `app.request()` in a test), else from the environment. Hono's own
 * `env()` reads the whole environment on Deno, which needs the permission for all of it.
 */
export function getSecretFromEnvironment(c: Context): string | undefined {
  const bound: Environment = c.env ?? {};
  return bound[secretVariable] ?? readSecretVariable();
}

type Environment = { readonly [secretVariable]?: string };
