import { decodeBase64 } from "../crypto/base64.ts";
import { hmac } from "../crypto/hmac.ts";
import type { SignatureScheme } from "./signature.ts";

const standardWebhooksPrefix = "whsec_";

/** The scheme a secret is for: one list may hold secrets of both. */
export function getScheme(secret: string): SignatureScheme {
  return secret.startsWith(standardWebhooksPrefix) ? "standard-webhooks" : "mynth";
}

const encoder = new TextEncoder();

/** The bytes a secret signs with: those in base64 behind `whsec_`, else the whole text. Empty if there are none. */
export function signingKey(secret: string): Uint8Array<ArrayBuffer> {
  if (getScheme(secret) === "mynth") return encoder.encode(secret);
  return decodeBase64(secret.slice(standardWebhooksPrefix.length)) ?? new Uint8Array();
}

/** How many imported keys are kept; a service with more tenants imports the rest again. */
const maxCachedKeys = 256;

/** The key that a secret signs with, imported once. A promise only where the runtime imports keys so, and only the first time. */
export const getKey: (secret: string) => unknown = createKeyCache(signingKey);

/** The key that a secret of your own mints tokens with: the bytes of its text, whatever it begins with. */
export const getMintingKey: (secret: string) => unknown = createKeyCache((secret) => encoder.encode(secret));

function createKeyCache(toBytes: (secret: string) => Uint8Array<ArrayBuffer>): (secret: string) => unknown {
  const keys = new Map<string, unknown>();
  return (secret) => keys.get(secret) ?? imported(secret);

  async function imported(secret: string): Promise<unknown> {
    const key = await hmac.importKey(toBytes(secret));
    const oldest = keys.keys().next();
    if (keys.size >= maxCachedKeys && !oldest.done) keys.delete(oldest.value);
    keys.set(secret, key);
    return key;
  }
}
