import { hmac } from "../crypto/hmac.ts";
import { getScheme, signingKey } from "../signature/secret-key.ts";
import type { Signature } from "../signature/signature.ts";
import { bodyHypotheses } from "./body-hypotheses.ts";
import { secretHypotheses } from "./secret-hypotheses.ts";

/** What was signed, by which key, and what changed one or the other. */
export interface Explanation {
  /** Stable names, in the order of `sentences`; empty if the signature matches as it is. */
  readonly causes: readonly string[];
  readonly sentences: readonly string[];
}

interface Variant<T> {
  readonly value: T;
  readonly cause?: { readonly name: string; readonly sentence: string };
}

interface Key {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The only scheme it signs by; absent if it is to be tried with each. */
  readonly scheme?: Signature["scheme"];
}

const otherScheme = {
  name: "signed_by_other_scheme",
  sentence:
    "It is this secret's signature, but by the other scheme: X-Mynth-Signature goes with wbs_ secrets, Standard Webhooks with whsec_ secrets.",
};

/**
 * Finds out what was signed: the body and the secret as they are, then one of them otherwise, then both. A few hundred
 * digests at most. `undefined` if nothing that is known explains the signature.
 */
export async function explainSignature(
  signatures: readonly Signature[],
  secrets: readonly string[],
  body: Uint8Array,
): Promise<Explanation | undefined> {
  const bodies = bodyVariants(body);
  const keys = keyVariants(secrets);
  const tries = bodies.flatMap((body) => keys.map((key) => ({ body, key })));
  const changes = ({ body, key }: (typeof tries)[number]) => Number(!!body.cause) + Number(!!key.cause);
  // The sort is stable: within as many changes the order of the tables stands.
  for (const { body, key } of tries.sort((a, b) => changes(a) - changes(b))) {
    if (!(await matches(signatures, key.value, body.value))) continue;
    const causes = [key.cause, body.cause].filter((cause) => cause !== undefined);
    return { causes: causes.map(({ name }) => name), sentences: causes.map(({ sentence }) => sentence) };
  }
  return undefined;
}

function bodyVariants(body: Uint8Array): readonly Variant<Uint8Array>[] {
  const undone = bodyHypotheses.flatMap(({ undo, ...cause }) => {
    const value = undo(body);
    return value === undefined ? [] : [{ value, cause }];
  });
  return [{ value: body }, ...undone];
}

function keyVariants(secrets: readonly string[]): readonly Variant<Key>[] {
  const given = secrets.map((secret) => ({ value: { bytes: signingKey(secret), scheme: getScheme(secret) } }));
  const undone = secretHypotheses.flatMap(({ undo, ...cause }) =>
    secrets.flatMap(undo).map((bytes) => ({ value: { bytes }, cause })),
  );
  const crossed = secrets.map((secret) => ({ value: { bytes: signingKey(secret) }, cause: otherScheme }));
  return [...given, ...crossed, ...undone].filter(({ value }) => value.bytes.length > 0);
}

async function matches(signatures: readonly Signature[], { bytes, scheme }: Key, body: Uint8Array): Promise<boolean> {
  const key = await hmac.importKey(bytes);
  for (const signature of signatures) {
    if (scheme !== undefined && scheme !== signature.scheme) continue;
    const digest = await hmac.digest(key, signature.prefix, body);
    if (signature.candidates.some((candidate) => hmac.equal(candidate, digest))) return true;
  }
  return false;
}
