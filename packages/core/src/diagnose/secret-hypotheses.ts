import { decodeBase64 } from "../crypto/base64.ts";
import { decodeHex } from "../crypto/hex.ts";
import { getSigningBytes } from "../signature/signing-key.ts";

/** A change that a secret may have gone through, or a mistake that the signer made with it. */
export interface SecretHypothesis {
  /** The stable name, for programs. */
  readonly name: string;
  /** The change and its fix, for people. */
  readonly sentence: string;
  /** Returns the keys that signed if this change happened, or none if it cannot have happened. */
  readonly undo: (secret: string) => readonly Uint8Array<ArrayBuffer>[];
}

const encoder = new TextEncoder();
const prefix = /^(wbs|whsec)_/;

/** In the order in which they are tried: mistakes of the receiver before mistakes of the signer. */
export const secretHypotheses: readonly SecretHypothesis[] = [
  {
    name: "secret_white_space",
    sentence: "The secret has white space around it: remove it where the secret is stored.",
    undo: (secret) => getKeyIfChanged(secret, trimSecret(secret)),
  },
  {
    name: "secret_quoted",
    sentence: "The secret is in quotation marks, which count as part of it: remove them where the secret is stored.",
    undo(secret) {
      const inner = /^(["'`])(.*)\1$/.exec(trimSecret(secret))?.[2];
      return inner === undefined ? [] : [getSigningBytes(trimSecret(inner))];
    },
  },
  {
    name: "secret_in_base64",
    sentence: "The secret is in base64, as Kubernetes shows it: decode it once, and store the result.",
    undo(secret) {
      const text = toText(decodeBase64(trimSecret(secret)));
      return text !== undefined && prefix.test(text) ? [getSigningBytes(trimSecret(text))] : [];
    },
  },
  {
    name: "secret_prefix_lost",
    sentence: "The secret has lost its prefix wbs_ or whsec_: copy the whole secret from the dashboard.",
    undo: (secret) =>
      prefix.test(secret) ? [] : [getSigningBytes(`wbs_${secret}`), getSigningBytes(`whsec_${secret}`)],
  },
  {
    name: "secret_without_prefix",
    sentence:
      "The signer removed the prefix and signed with the rest as text. Use the whole wbs_ secret, or the decoded base64 after whsec_.",
    undo: (secret) => getKeyIfChanged(secret, secret.replace(prefix, ""), encoder.encode(secret.replace(prefix, ""))),
  },
  {
    name: "secret_as_text",
    sentence:
      "The signer used the whole whsec_ secret as the key: Standard Webhooks needs the decoded base64 after the prefix.",
    undo: (secret) => (secret.startsWith("whsec_") ? [encoder.encode(secret)] : []),
  },
  {
    name: "secret_base64_decoded",
    sentence: "The signer decoded the secret as base64: X-Mynth-Signature needs the whole string as the key.",
    undo: (secret) => toArray(decodeBase64(secret.replace(prefix, ""))),
  },
  {
    name: "secret_hex_decoded",
    sentence: "The signer decoded the secret as hex: X-Mynth-Signature needs the whole string as the key.",
    undo: (secret) => toArray(parseHex(secret.replace(prefix, ""))),
  },
];

/** Trims white space, and an escaped line break that a shell or a .env file left in the secret. */
function trimSecret(secret: string): string {
  return secret.trim().replace(/(\\r)?\\n$/, "");
}

function getKeyIfChanged(
  secret: string,
  meant: string,
  key = getSigningBytes(meant),
): readonly Uint8Array<ArrayBuffer>[] {
  return secret === meant ? [] : [key];
}

function toArray<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

function parseHex(text: string): Uint8Array<ArrayBuffer> | undefined {
  return /^([0-9a-f]{2})+$/i.test(text) ? decodeHex(text) : undefined;
}

function toText(bytes: Uint8Array | undefined): string | undefined {
  return bytes && String.fromCharCode(...bytes.subarray(0, 1024));
}
