/**
 * Facts about secrets, for the command line and the testing kit.
 *
 * @module @mynth-webhooks/core/secrets
 */

export { assertSecret } from "./signature/assert-secret.ts";
export { readSecretVariable, secretVariable, withDefaultSecret } from "./signature/secret.ts";
export { getScheme } from "./signature/signing-key.ts";
