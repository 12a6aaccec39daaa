import { describe, expect, test } from "vitest";
import type { hmac } from "../src/crypto/hmac.ts";
import { nodeHmac } from "../src/crypto/hmac-node.ts";
import { webHmac } from "../src/crypto/hmac-web.ts";
import fixture from "./fixtures/wycheproof/hmac_sha256_test.json" with { type: "json" };

const fromHex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));

/** Every vector with how much of the digest its tag is, in bytes: the file says it once for a group, and in bits. */
const vectors = fixture.testGroups.flatMap(({ tagSize, tests }) =>
  tests.map((vector) => ({ ...vector, tagLength: tagSize / 8 })),
);
const valid = vectors.filter(({ result }) => result === "valid");

const implementations = [
  { name: "node:crypto", make: () => nodeHmac() ?? expect.fail("this runtime has no node:crypto") },
  { name: "Web Crypto", make: webHmac },
];

test("the fixture holds every vector that it says it does, valid and invalid", () => {
  expect(vectors).toHaveLength(fixture.numberOfTests);
  expect(vectors.map(({ tcId }) => tcId)).toEqual(Array.from({ length: 174 }, (_, index) => index + 1));
  expect(valid).toHaveLength(66);
  expect(vectors.filter(({ result }) => result === "invalid")).toHaveLength(108);
  // A tag of another length would be told apart by that alone, and prove nothing.
  expect(vectors.filter(({ tag, tagLength }) => tag.length !== tagLength * 2)).toEqual([]);
});

describe.each(implementations)("HMAC by $name", ({ make }) => {
  // Each implementation brings its own kind of key; the tests only hand it back.
  const implementation = make() as typeof hmac;

  async function digestHex({ key, msg }: { key: string; msg: string }, prefix = ""): Promise<Uint8Array> {
    return implementation.digest(await implementation.importKey(fromHex(key)), prefix, fromHex(msg));
  }

  test.each(vectors)("finds vector $tcId of Wycheproof $result ($comment)", async (vector) => {
    const digest = await digestHex(vector);
    expect(digest).toHaveLength(32);
    // Wycheproof cuts a tag from the left; deliveries always bring the whole digest.
    const start = digest.subarray(0, vector.tagLength);
    expect(implementation.equal(fromHex(vector.tag), start)).toBe(vector.result === "valid");
    expect(Buffer.from(start).toString("hex") === vector.tag).toBe(vector.result === "valid");
  });

  test("finds every tag that differs in one bit, where Wycheproof has a choice of them", async () => {
    for (const vector of valid) {
      const tag = fromHex(vector.tag);
      const digest = (await digestHex(vector)).subarray(0, tag.length);
      for (let bit = 0; bit < tag.length * 8; bit += 1) {
        const modified = tag.slice();
        modified[bit >> 3]! ^= 1 << (bit & 7);
        if (implementation.equal(modified, digest)) expect.fail(`bit ${bit} of ${vector.tag} was not looked at`);
      }
    }
  });

  test("does not take another key or another message for the same", async () => {
    for (const vector of valid) {
      const digest = await digestHex(vector);
      expect(implementation.equal(digest, await digestHex({ ...vector, key: `${vector.key}01` }))).toBe(false);
      expect(implementation.equal(digest, await digestHex({ ...vector, msg: `${vector.msg}00` }))).toBe(false);
      expect(implementation.equal(digest, await digestHex(vector, "0."))).toBe(false);
    }
  });
});
