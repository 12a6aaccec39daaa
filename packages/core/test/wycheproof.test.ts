import { describe, expect, test } from "vitest";
import type { hmac } from "../src/hmac.ts";
import { nodeHmac } from "../src/hmac-node.ts";
import { webHmac } from "../src/hmac-web.ts";
import fixture from "./fixtures/wycheproof-hmac-sha256.json" with { type: "json" };

const fromHex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));

const implementations = [
  { name: "node:crypto", make: () => nodeHmac() ?? expect.fail("this runtime has no node:crypto") },
  { name: "Web Crypto", make: webHmac },
];

test("the fixture holds every valid vector: none was lost on the way", () => {
  expect(fixture.vectors).toHaveLength(66);
  expect(new Set(fixture.vectors.map(({ tag }) => tag.length / 2))).toEqual(new Set([16, 32]));
  expect(new Set(fixture.vectors.map(({ key }) => key.length / 2))).toEqual(new Set([16, 32, 65]));
});

describe.each(implementations)("HMAC by $name", ({ make }) => {
  // Each implementation brings its own kind of key; the tests only hand it back.
  const implementation = make() as typeof hmac;

  async function digestOf({ key, message }: { key: string; message: string }, prefix = ""): Promise<Uint8Array> {
    return implementation.digest(await implementation.importKey(fromHex(key)), prefix, fromHex(message));
  }

  test.each(fixture.vectors)("agrees with Wycheproof on $what", async (vector) => {
    const digest = await digestOf(vector);
    expect(digest).toHaveLength(32);
    const tag = fromHex(vector.tag);
    // Wycheproof cuts a tag from the left; deliveries always bring the whole digest.
    expect(Buffer.from(digest.subarray(0, tag.length)).toString("hex")).toBe(vector.tag);
    expect(implementation.equal(tag, digest.subarray(0, tag.length))).toBe(true);
  });

  test("finds every tag that differs in one bit, which the invalid vectors of Wycheproof are mostly about", async () => {
    for (const vector of fixture.vectors) {
      const tag = fromHex(vector.tag);
      const digest = (await digestOf(vector)).subarray(0, tag.length);
      for (let bit = 0; bit < tag.length * 8; bit += 1) {
        const modified = tag.slice();
        modified[bit >> 3]! ^= 1 << (bit & 7);
        if (implementation.equal(modified, digest)) expect.fail(`bit ${bit} of ${vector.tag} was not looked at`);
      }
    }
  });

  test("does not take another key or another message for the same", async () => {
    for (const vector of fixture.vectors) {
      const digest = await digestOf(vector);
      expect(implementation.equal(digest, await digestOf({ ...vector, key: `${vector.key}01` }))).toBe(false);
      expect(implementation.equal(digest, await digestOf({ ...vector, message: `${vector.message}00` }))).toBe(false);
      expect(implementation.equal(digest, await digestOf(vector, "0."))).toBe(false);
    }
  });
});
