import { bytesOfBase64 } from "../crypto/base64.ts";
import { hmac } from "../crypto/hmac.ts";
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

/** The key that a secret signs with, imported once. A promise only where the runtime imports keys so, and only the first time. */
export const keyOf: (secret: string) => unknown = keyKeeper(signingKey);

/** The key that a secret of your own mints tokens with: the bytes of its text, whatever it begins with. */
export const mintingKeyOf: (secret: string) => unknown = keyKeeper((secret) => encoder.encode(secret));

function keyKeeper(bytesOf: (secret: string) => Uint8Array<ArrayBuffer>): (secret: string) => unknown {
  const keys = new Map<string, unknown>();
  return (secret) => keys.get(secret) ?? imported(secret);

  async function imported(secret: string): Promise<unknown> {
    const key = await hmac.importKey(bytesOf(secret));
    const oldest = keys.keys().next();
    if (keys.size >= keptKeys && !oldest.done) keys.delete(oldest.value);
    keys.set(secret, key);
    return key;
  }
}
