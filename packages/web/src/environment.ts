import { readSecretVariable, secretVariable } from "@mynth-webhooks/core/secrets";

/**
 * Returns the secret from the environment, else from a worker's bindings, which it gets after the request. In this order, a
 * context that somebody has filled from the request cannot bring its own secret.
 */
export function getSecretFromEnvironment(_request: Request, ...[bindings]: readonly unknown[]): string | undefined {
  const isObject = typeof bindings === "object" && bindings !== null;
  const bound: unknown = isObject ? Reflect.get(bindings, secretVariable) : undefined;
  return readSecretVariable() ?? (typeof bound === "string" ? bound : undefined);
}
