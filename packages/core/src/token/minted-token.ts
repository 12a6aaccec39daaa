import { decodeBase64Url, encodeBase64Url } from "../crypto/base64.ts";
import { hmac } from "../crypto/hmac.ts";
import { digestLength } from "../crypto/hmac-sha256.ts";

/**
 * The prefix of the signed content of a token. No signature scheme can sign it: one starts with digits, the other with
 * an id, which has no line breaks.
 */
const domain = "mynth-webhooks url-token v1\n";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** The content of a token. */
export interface TokenContent {
  /** When it expires, in Unix seconds. */
  readonly expires: number;
  /** The state that was passed to `customWebhook()`, as JSON. */
  readonly state?: unknown;
}

/** A parsed secret that mints tokens. */
export interface MintingKey {
  /** The key of the runtime's HMAC. */
  readonly key: unknown;
}

/** Creates a key from the whole string, whatever its prefix: it is the user's own secret. */
export function createMintingKey(secret: string): MintingKey {
  return { key: hmac.importKey(encoder.encode(secret)) };
}

/** Creates a token: its content and an HMAC of it, as `{content}.{HMAC}` in base64url. */
export async function mintToken(content: TokenContent, { key }: MintingKey): Promise<string> {
  const bytes = encoder.encode(JSON.stringify(content));
  return `${encodeBase64Url(bytes)}.${encodeBase64Url(await hmac.digest(key, domain, bytes))}`;
}

type OpenedToken = TokenContent & { readonly secretIndex: number };

/** Returns the content of a token and the index of its key, or `undefined` if no key matches. Ignores the expiry. */
export function openToken(
  token: string,
  keys: readonly MintingKey[],
): OpenedToken | undefined | Promise<OpenedToken | undefined> {
  // Stryker disable next-line StringLiteral: no text in place of a missing part has a digest of 32 bytes
  const [content = "", signature = "", ...others] = token.split(".");
  const bytes = decodeBase64Url(content);
  const candidate = decodeBase64Url(signature);
  if (bytes === undefined || candidate?.length !== digestLength || others.length > 0) return undefined;
  return tryKeys(bytes, candidate, keys, 0);
}

function tryKeys(
  content: Uint8Array,
  candidate: Uint8Array,
  keys: readonly MintingKey[],
  secretIndex: number,
): OpenedToken | undefined | Promise<OpenedToken | undefined> {
  const minting = keys[secretIndex];
  if (minting === undefined) return undefined;
  const digest = hmac.digest(minting.key, domain, content);
  return digest instanceof Promise ? digest.then(check) : check(digest);

  function check(digest: Uint8Array): OpenedToken | undefined | Promise<OpenedToken | undefined> {
    if (hmac.equal(candidate, digest)) return { ...parseContent(content), secretIndex };
    return tryKeys(content, candidate, keys, secretIndex + 1);
  }
}

/** Parses content that `mintToken` wrote. */
function parseContent(bytes: Uint8Array): TokenContent {
  return JSON.parse(decoder.decode(bytes));
}
