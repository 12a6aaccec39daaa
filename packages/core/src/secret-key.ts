import { bytesOfBase64 } from "./base64.ts";
import { hmac } from "./hmac.ts";
import type { SignatureScheme } from "./signature.ts";

const standardWebhooksPrefix = "whsec_";

/** The scheme a secret is for: one list may hold secrets of both. */
export function schemeOf(secret: string): SignatureScheme {
  return secret.startsWith(standardWebhooksPrefix) ? "standard-webhooks" : "mynth";
}

const encoder = new TextEncoder();

/** The bytes a secret signs with: those in base64 behind `whsec_`, else the whole text. Empty if there are none. */
export function signingKey(secret: string): Uint8Array<ArrayBuffer> {
  if (schemeOf(secret) === "mynth") return encoder.encode(secret);
  return bytesOfBase64(secret.slice(standardWebhooksPrefix.length)) ?? new Uint8Array();
}

/** How many imported keys are kept; a service with more tenants imports the rest again. */
const keptKeys = 256;
const keys = new Map<string, unknown>();

/** The key of a secret, imported once. A promise only where the runtime imports keys so, and only the first time. */
export function keyOf(secret: string): unknown {
  return keys.get(secret) ?? imported(secret);
}

async function imported(secret: string): Promise<unknown> {
  const key = await hmac.importKey(signingKey(secret));
  const oldest = keys.keys().next();
  if (keys.size >= keptKeys && !oldest.done) keys.delete(oldest.value);
  keys.set(secret, key);
  return key;
}
