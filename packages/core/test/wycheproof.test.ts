import { describe, expect, test } from "vitest";
import type { hmac } from "../src/crypto/hmac.ts";
import { createNodeHmac } from "../src/crypto/hmac-node.ts";
import { createWebHmac } from "../src/crypto/hmac-web.ts";
import fixture from "./fixtures/wycheproof/hmac_sha256_test.json" with { type: "json" };

const fromHex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));

/** Every vector with the length of its tag in bytes. The file has it once for a group, in bits. */
const vectors = fixture.testGroups.flatMap(({ tagSize, tests }) =>
  tests.map((vector) => ({ ...vector, tagLength: tagSize / 8 })),
);
const valid = vectors.filter(({ result }) => result === "valid");

const implementations = [
  { what: "node:crypto", make: () => createNodeHmac() ?? expect.fail("this runtime has no node:crypto") },
  { what: "Web Crypto", make: createWebHmac },
];

test("the Wycheproof fixture has its declared number of vectors, valid and invalid", () => {
  expect(vectors).toHaveLength(fixture.numberOfTests);
  expect(vectors.map(({ tcId }) => tcId)).toEqual(Array.from({ length: 174 }, (_, index) => index + 1));
  expect(valid).toHaveLength(66);
  expect(vectors.filter(({ result }) => result === "invalid")).toHaveLength(108);
  // A tag of another length would differ by its length alone, and prove nothing.
  expect(vectors.filter(({ tag, tagLength }) => tag.length !== tagLength * 2)).toEqual([]);
});

describe.each(implementations)("HMAC with $what", ({ what, make }) => {
  // Each implementation has its own type of key. The tests only pass it back.
  const implementation = make() as typeof hmac;

  async function computeDigest({ key, msg }: { key: string; msg: string }, prefix = ""): Promise<Uint8Array> {
    return implementation.digest(await implementation.importKey(fromHex(key)), prefix, fromHex(msg));
  }

  test.each(vectors)(`the HMAC of ${what} finds Wycheproof vector $tcId $result ($comment)`, async (vector) => {
    const digest = await computeDigest(vector);
    expect(digest).toHaveLength(32);
    // Wycheproof cuts a tag from the left; deliveries always bring the whole digest.
    const start = digest.subarray(0, vector.tagLength);
    expect(implementation.equal(fromHex(vector.tag), start)).toBe(vector.result === "valid");
    expect(Buffer.from(start).toString("hex") === vector.tag).toBe(vector.result === "valid");
  });

  test(`the HMAC of ${what} finds every tag that differs in one bit`, async () => {
    for (const vector of valid) {
      const tag = fromHex(vector.tag);
      const digest = (await computeDigest(vector)).subarray(0, tag.length);
      for (let bit = 0; bit < tag.length * 8; bit += 1) {
        const modified = tag.slice();
        modified[bit >> 3]! ^= 1 << (bit & 7);
        if (implementation.equal(modified, digest)) expect.fail(`bit ${bit} of ${vector.tag} was ignored`);
      }
    }
  });

  test(`the HMAC of ${what} differs for another key and another message`, async () => {
    for (const vector of valid) {
      const digest = await computeDigest(vector);
      expect(implementation.equal(digest, await computeDigest({ ...vector, key: `${vector.key}01` }))).toBe(false);
      expect(implementation.equal(digest, await computeDigest({ ...vector, msg: `${vector.msg}00` }))).toBe(false);
      expect(implementation.equal(digest, await computeDigest(vector, "0."))).toBe(false);
    }
  });
});
