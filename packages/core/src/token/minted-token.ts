import { decodeBase64Url, encodeBase64Url } from "../crypto/base64.ts";
import { hmac } from "../crypto/hmac.ts";
import { getMintingKey } from "../signature/secret-key.ts";

/**
 * What the HMAC of a token covers in front of its content. Neither signature scheme can sign anything that begins so:
 * the one starts with digits, the other with an id, in which there are no line ends.
 */
const domain = "mynth-webhooks url-token v1\n";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** What a token says. */
export interface TokenContent {
  /** When it ends, in Unix seconds. */
  readonly expires: number;
  /** What it was given to carry; JSON. */
  readonly state?: unknown;
}

/** Makes a token out of its content and an HMAC over it: `{content}.{HMAC}`, both base64url. */
export async function mintToken(content: TokenContent, secret: string): Promise<string> {
  const bytes = encoder.encode(JSON.stringify(content));
  const digest = await hmac.digest(await getMintingKey(secret), domain, bytes);
  return `${encodeBase64Url(bytes)}.${encodeBase64Url(digest)}`;
}

/** What a token says, and which secret minted it; `undefined` if none did. Says nothing of whether it has ended. */
export async function openToken(
  token: string,
  secrets: readonly string[],
): Promise<(TokenContent & { readonly secretIndex: number }) | undefined> {
  const [content = "", signature = "", ...others] = token.split(".");
  const bytes = decodeBase64Url(content);
  const candidate = decodeBase64Url(signature);
  if (bytes === undefined || candidate?.length !== 32 || others.length > 0) return undefined;
  for (const [secretIndex, secret] of secrets.entries()) {
    const digest = await hmac.digest(await getMintingKey(secret), domain, bytes);
    if (hmac.equal(candidate, digest)) return { ...parseContent(bytes), secretIndex };
  }
  return undefined;
}

/** Only ever reads what `mintToken` wrote. */
function parseContent(bytes: Uint8Array): TokenContent {
  return JSON.parse(decoder.decode(bytes));
}
