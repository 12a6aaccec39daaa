import { decodeBase64 } from "../crypto/base64.ts";
import { hmac } from "../crypto/hmac.ts";
import type { SignatureScheme } from "./signature.ts";

const standardWebhooksPrefix = "whsec_";
const encoder = new TextEncoder();

/** A parsed secret, for one scheme. */
export interface SigningKey {
  readonly scheme: SignatureScheme;
  /** The key of the runtime's HMAC. */
  readonly key: unknown;
  /** The scheme that the secret was made for, by its prefix. */
  readonly madeFor: SignatureScheme;
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

/**
 * Parses a secret that `assertSecret` has accepted. A `whsec_` secret verifies both schemes: Standard Webhooks with its
 * decoded part, and `X-Mynth-Signature` with its whole text. Source: tests of Mynth's SDK and CLI sign so.
 */
export function parseSecret(secret: string): readonly Omit<SigningKey, "secretIndex">[] {
  const madeFor = getScheme(secret);
  const keys = [{ scheme: madeFor, madeFor, key: hmac.importKey(getSigningBytes(secret)) }];
  return madeFor === "mynth"
    ? keys
    : [...keys, { scheme: "mynth", madeFor, key: hmac.importKey(encoder.encode(secret)) }];
}
