import { decodeBase64 } from "../crypto/base64.ts";
import { hmac } from "../crypto/hmac.ts";
import type { SignatureScheme } from "./signature.ts";

const standardWebhooksPrefix = "whsec_";
const encoder = new TextEncoder();

/** A parsed secret. */
export interface SigningKey {
  readonly scheme: SignatureScheme;
  /** The key of the runtime's HMAC. */
  readonly key: unknown;
  /** Index of the secret in the list. */
  readonly secretIndex: number;
}

/** Returns the scheme of a secret. One list may contain secrets of both. */
export function getScheme(secret: string): SignatureScheme {
  return secret.startsWith(standardWebhooksPrefix) ? "standard-webhooks" : "mynth";
}

/** Returns the key of a secret: the decoded part after `whsec_`, else the whole string. Empty if it is invalid. */
export function getSigningBytes(secret: string): Uint8Array<ArrayBuffer> {
  if (getScheme(secret) === "mynth") return encoder.encode(secret);
  return decodeBase64(secret.slice(standardWebhooksPrefix.length)) ?? new Uint8Array();
}

/** Parses a secret that `assertSecret` has accepted. */
export function parseSecret(secret: string): Omit<SigningKey, "secretIndex"> {
  return { scheme: getScheme(secret), key: hmac.importKey(getSigningBytes(secret)) };
}
