import { readSecretVariable, secretVariable } from "@mynth-webhooks/core/secrets";

/** Returns the secret from a worker's bindings, which it gets after the request, else from the environment. */
export function getSecretFromEnvironment(_request: Request, ...[bindings]: readonly unknown[]): string | undefined {
  const isObject = typeof bindings === "object" && bindings !== null;
  const bound: unknown = isObject ? Reflect.get(bindings, secretVariable) : undefined;
  return typeof bound === "string" ? bound : readSecretVariable();
}
