import { hmac } from "../crypto/hmac.ts";
import { MynthWebhookError } from "../error.ts";
import type { Signature, SignatureScheme } from "./signature.ts";
import type { SigningKey } from "./signing-key.ts";

/** A matching signature and its secret. */
export interface SignatureMatch {
  readonly scheme: SignatureScheme;
  readonly secretIndex: number;
  /** When this attempt was signed, in Unix seconds. */
  readonly timestamp: number;
  /** The signed id of the event, if the scheme has one. */
  readonly id: string | undefined;
  /** Whether a newer secret of the same kind (`wbs_`, `whsec_`) comes first in the list. */
  readonly byOldSecret: boolean;
}

/**
 * Finds the first secret that matches a signature of its scheme.
 *
 * @throws {MynthWebhookError} `signature_mismatch`
 */
export function verifySignature(
  signatures: readonly Signature[],
  keys: readonly SigningKey[],
  rawBody: Uint8Array,
): SignatureMatch | Promise<SignatureMatch> {
  return tryFrom(0);

  /** Counts through every key with every signature. */
  function tryFrom(start: number): SignatureMatch | Promise<SignatureMatch> {
    // Stryker disable next-line EqualityOperator: one more index has no key, and is skipped
    for (let index = start; index < keys.length * signatures.length; index += 1) {
      const key = keys[Math.floor(index / signatures.length)];
      const signature = signatures[index % signatures.length];
      // Stryker disable next-line ConditionalExpression,LogicalOperator: the index is in range; the types do not know it
      if (key === undefined || signature === undefined) continue;
      if (key.scheme !== signature.scheme) continue;
      const digest = hmac.digest(key.key, signature.prefix, rawBody);
      if (digest instanceof Promise) {
        return digest.then((digest) =>
          hasMatch(signature, digest) ? createMatch(key, signature, keys) : tryFrom(index + 1),
        );
      }
      if (hasMatch(signature, digest)) return createMatch(key, signature, keys);
    }
    throw createMismatch(signatures, keys, rawBody);
  }
}

function hasMatch({ candidates }: Signature, digest: Uint8Array): boolean {
  return candidates.some((candidate) => hmac.equal(candidate, digest));
}

function createMatch(
  { scheme, madeFor, secretIndex }: SigningKey,
  { timestamp, id }: Signature,
  keys: readonly SigningKey[],
): SignatureMatch {
  const byOldSecret = keys.some((other) => other.madeFor === madeFor && other.secretIndex < secretIndex);
  return { scheme, secretIndex, timestamp, id, byOldSecret };
}

function createMismatch(
  signatures: readonly Signature[],
  keys: readonly SigningKey[],
  rawBody: Uint8Array,
): MynthWebhookError {
  const schemes = signatures.map(({ scheme }) => scheme);
  // A whsec_ secret has a key for each scheme, and is made for one.
  const secrets = keys.filter(({ scheme, madeFor }) => scheme === madeFor);
  const fitting = secrets.filter(({ scheme }) => schemes.includes(scheme));
  const details = {
    schemes,
    secrets: secrets.length,
    fittingSecrets: fitting.length,
    candidates: signatures.reduce((sum, { candidates }) => sum + candidates.length, 0),
    bodyLength: rawBody.length,
  };
  if (fitting.length > 0) return new MynthWebhookError("signature_mismatch", { details });
  const hint = schemes.includes("standard-webhooks")
    ? "The delivery is signed in the Standard Webhooks scheme, and no whsec_ secret is configured: add it to the secrets."
    : "The delivery is signed with X-Mynth-Signature, and only whsec_ secrets are configured: add the wbs_ secret.";
  return new MynthWebhookError("signature_mismatch", { details, hint });
}
