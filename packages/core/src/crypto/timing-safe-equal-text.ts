import { hmac } from "./hmac.ts";

let key: unknown;

/**
 * Whether two texts are the same, in a time that tells neither where they differ nor how long the secret one is: their
 * digests under a key of this process are compared, which are of equal length whatever the texts.
 */
export async function timingSafeEqualText(a: string, b: string): Promise<boolean> {
  // Made when first needed: some runtimes give no random numbers while a module loads.
  key ??= await hmac.importKey(crypto.getRandomValues(new Uint8Array(32)));
  const [first, second] = await Promise.all([hmac.digest(key, a, nothing), hmac.digest(key, b, nothing)]);
  return hmac.equal(first, second);
}

const nothing = new Uint8Array();
