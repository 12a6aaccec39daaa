import { decodeBase64 } from "../crypto/base64.ts";
import { signingKey } from "../signature/secret-key.ts";

/** What may have become of the secret on its way to whoever verifies, or what the signer made of it. */
export interface SecretHypothesis {
  /** Stable, for programs. */
  readonly name: string;
  /** What happened and what to change, for people. */
  readonly sentence: string;
  /** The keys that were signed with, if that is what happened; empty where it cannot have. */
  readonly undo: (secret: string) => readonly Uint8Array<ArrayBuffer>[];
}

const encoder = new TextEncoder();
const prefix = /^(wbs|whsec)_/;

/** In the order in which they are tried: mistakes of whoever verifies before those of whoever signs. */
export const secretHypotheses: readonly SecretHypothesis[] = [
  {
    name: "secret_white_space",
    sentence: "The secret has white space round it: remove it where the secret is stored.",
    undo: (secret) => ifChanged(secret, withoutWhiteSpace(secret)),
  },
  {
    name: "secret_quoted",
    sentence: "The secret stands in quotation marks, which are taken for part of it: remove them where it is stored.",
    undo(secret) {
      const inner = /^(["'`])(.*)\1$/.exec(withoutWhiteSpace(secret))?.[2];
      return inner === undefined ? [] : [signingKey(withoutWhiteSpace(inner))];
    },
  },
  {
    name: "secret_in_base64",
    sentence: "The secret is in base64, as Kubernetes shows it: decode it once and store what comes out.",
    undo(secret) {
      const text = toText(decodeBase64(withoutWhiteSpace(secret)));
      return text !== undefined && prefix.test(text) ? [signingKey(withoutWhiteSpace(text))] : [];
    },
  },
  {
    name: "secret_prefix_lost",
    sentence: "The secret has lost the wbs_ or whsec_ in front of it: copy it whole from the dashboard.",
    undo: (secret) => (prefix.test(secret) ? [] : [signingKey(`wbs_${secret}`), signingKey(`whsec_${secret}`)]),
  },
  {
    name: "secret_without_prefix",
    sentence:
      "The signer left the secret's wbs_ or whsec_ out of the key: have it sign with the secret as the dashboard shows it.",
    undo: (secret) => ifChanged(secret, secret.replace(prefix, ""), encoder.encode(secret.replace(prefix, ""))),
  },
  {
    name: "secret_as_text",
    sentence:
      "The signer took the whole whsec_ secret as text, where Standard Webhooks wants the base64 behind it decoded.",
    undo: (secret) => (secret.startsWith("whsec_") ? [encoder.encode(secret)] : []),
  },
  {
    name: "secret_base64_decoded",
    sentence: "The signer decoded the secret as base64, where X-Mynth-Signature wants the whole of it as text.",
    undo: (secret) => present(decodeBase64(secret.replace(prefix, ""))),
  },
  {
    name: "secret_hex_decoded",
    sentence: "The signer decoded the secret as hex, where X-Mynth-Signature wants the whole of it as text.",
    undo: (secret) => present(decodeHex(secret.replace(prefix, ""))),
  },
];

/** Also a line end that a shell or a .env file has left written out. */
function withoutWhiteSpace(secret: string): string {
  return secret.trim().replace(/(\\r)?\\n$/, "");
}

function ifChanged(secret: string, meant: string, key = signingKey(meant)): readonly Uint8Array<ArrayBuffer>[] {
  return secret === meant ? [] : [key];
}

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value];
}

function decodeHex(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^([0-9a-f]{2})+$/i.test(text)) return undefined;
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function toText(bytes: Uint8Array | undefined): string | undefined {
  return bytes && String.fromCharCode(...bytes.subarray(0, 1024));
}
