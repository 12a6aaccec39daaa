import { hmac } from "../crypto/hmac.ts";
import type { Signature } from "../signature/signature.ts";
import { getScheme, getSigningBytes } from "../signature/signing-key.ts";
import { bodyHypotheses } from "./body-hypotheses.ts";
import { secretHypotheses } from "./secret-hypotheses.ts";

/** The causes of a rejection, with a sentence for each. */
export interface Explanation {
  /** Stable names, in the order of `sentences`. Empty if the signature matches without a change. */
  readonly causes: readonly string[];
  readonly sentences: readonly string[];
}

interface Variant<T> {
  readonly value: T;
  readonly cause?: { readonly name: string; readonly sentence: string };
}

interface Key {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The only scheme to try. Absent to try both. */
  readonly scheme?: Signature["scheme"];
}

const otherScheme = {
  name: "signed_by_other_scheme",
  sentence:
    "The delivery is signed with this secret, but in the other scheme: use wbs_ secrets for X-Mynth-Signature, and whsec_ secrets for Standard Webhooks.",
};

/** A longer body is diagnosed as it is: no receiver accepts it by default, and changing it takes seconds (in bytes). */
const maxBodyLength = 1_048_576;

/** The most bytes to digest: about half a second of work. */
const maxDigestedBytes = 256 * 1_048_576;

/**
 * Finds the changes that explain a signature: none, then one to the body or to the secret, then both. It computes at
 * most a few hundred digests, and a bounded number of bytes.
 *
 * @returns `undefined` if no known change explains the signature
 */
export async function explainSignature(
  signatures: readonly Signature[],
  secrets: readonly string[],
  body: Uint8Array,
): Promise<Explanation | undefined> {
  const bodies: readonly Variant<Uint8Array>[] =
    body.length > maxBodyLength ? [{ value: body }] : createBodyVariants(body);
  const keys = createKeyVariants(secrets);
  const tries = bodies.flatMap((body) => keys.map((key) => ({ body, key })));
  const changes = ({ body, key }: (typeof tries)[number]) => Number(!!body.cause) + Number(!!key.cause);
  // The sort is stable: entries with equally many changes keep the order of the tables.
  let digestedBytes = 0;
  for (const { body, key } of tries.sort((a, b) => changes(a) - changes(b))) {
    digestedBytes += body.value.length * signatures.length;
    if (digestedBytes > maxDigestedBytes) return undefined;
    if (!(await hasMatch(signatures, key.value, body.value))) continue;
    const causes = [key.cause, body.cause].filter((cause) => cause !== undefined);
    return { causes: causes.map(({ name }) => name), sentences: causes.map(({ sentence }) => sentence) };
  }
  return undefined;
}

function createBodyVariants(body: Uint8Array): readonly Variant<Uint8Array>[] {
  const undone = bodyHypotheses.flatMap(({ undo, ...cause }) => {
    const value = undo(body);
    return value === undefined ? [] : [{ value, cause }];
  });
  return [{ value: body }, ...undone];
}

function createKeyVariants(secrets: readonly string[]): readonly Variant<Key>[] {
  const given = secrets.map((secret) => ({ value: { bytes: getSigningBytes(secret), scheme: getScheme(secret) } }));
  const undone = secretHypotheses.flatMap(({ undo, ...cause }) =>
    secrets.flatMap(undo).map((bytes) => ({ value: { bytes }, cause })),
  );
  const crossed = secrets.map((secret) => ({ value: { bytes: getSigningBytes(secret) }, cause: otherScheme }));
  return [...given, ...crossed, ...undone].filter(({ value }) => value.bytes.length > 0);
}

async function hasMatch(signatures: readonly Signature[], { bytes, scheme }: Key, body: Uint8Array): Promise<boolean> {
  const key = await hmac.importKey(bytes);
  for (const signature of signatures) {
    if (scheme !== undefined && scheme !== signature.scheme) continue;
    const digest = await hmac.digest(key, signature.prefix, body);
    if (signature.candidates.some((candidate) => hmac.equal(candidate, digest))) return true;
  }
  return false;
}
