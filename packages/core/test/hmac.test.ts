import { createHmac, randomBytes } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import type { hmac } from "../src/crypto/hmac.ts";
import { createNodeHmac, createOneHmac, loadNodeCrypto } from "../src/crypto/hmac-node.ts";
import { createTwoHashHmac } from "../src/crypto/hmac-two-hashes.ts";
import { createWebHmac } from "../src/crypto/hmac-web.ts";
import fixture from "./fixtures/vectors.json" with { type: "json" };

const bytes = (text: string) => new TextEncoder().encode(text);
const fromHex = (text: string) => new Uint8Array(Buffer.from(text, "hex"));

/** RFC 4231, test cases 1 to 4 and 6. */
const rfc4231 = [
  {
    what: "test case 1",
    key: "0b".repeat(20),
    data: Buffer.from("Hi There").toString("hex"),
    digest: "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
  },
  {
    what: "test case 2",
    key: Buffer.from("Jefe").toString("hex"),
    data: Buffer.from("what do ya want for nothing?").toString("hex"),
    digest: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  },
  {
    what: "test case 3",
    key: "aa".repeat(20),
    data: "dd".repeat(50),
    digest: "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
  },
  {
    what: "test case 4",
    key: "0102030405060708090a0b0c0d0e0f10111213141516171819",
    data: "cd".repeat(50),
    digest: "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
  },
  {
    what: "test case 6",
    key: "aa".repeat(131),
    data: Buffer.from("Test Using Larger Than Block-Size Key - Hash Key First").toString("hex"),
    digest: "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
  },
];

const nodeCrypto = loadNodeCrypto() ?? expect.fail("This runtime has no node:crypto.");

const implementations = [
  {
    what: "two hashes",
    make: () => createTwoHashHmac(nodeCrypto) ?? expect.fail("This runtime has no crypto.hash()."),
  },
  { what: "node:crypto", make: () => createOneHmac(nodeCrypto) },
  { what: "Web Crypto", make: createWebHmac },
];

describe.each(implementations)("HMAC with $what", ({ what, make }) => {
  // Each implementation has its own type of key. The tests only pass it back.
  const implementation = make() as typeof hmac;

  test.each(fixture.vectors)(
    `the HMAC of ${what} agrees with openssl on $what`,
    async ({ secret, timestamp, body, signature }) => {
      const key = await implementation.importKey(bytes(secret));
      const digest = await implementation.digest(key, `${timestamp}.`, bytes(body));
      expect(Buffer.from(digest).toString("hex")).toBe(signature);
    },
  );

  test.each(rfc4231)(`the HMAC of ${what} agrees with $what of RFC 4231`, async ({ key, data, digest }) => {
    const made = await implementation.digest(await implementation.importKey(fromHex(key)), "", fromHex(data));
    expect(Buffer.from(made).toString("hex")).toBe(digest);
  });

  const keyLengths = [1, 63, 64, 65, 200];
  const bodyLengths = [0, 1, 55, 56, 64, 600, 65_460, 65_472 - 11, 65_473 - 11, 65_536, 200_000];
  test(`the HMAC of ${what} agrees with node:crypto for every length of key and body`, async () => {
    for (const keyLength of keyLengths) {
      const secret = new Uint8Array(randomBytes(keyLength));
      const key = await implementation.importKey(secret);
      for (const bodyLength of bodyLengths) {
        const body = new Uint8Array(randomBytes(bodyLength));
        for (const prefix of ["1783844330.", "", "é€𝒳\ud800."]) {
          const digest = await implementation.digest(key, prefix, body);
          const expected = createHmac("sha256", secret).update(prefix).update(body).digest("hex");
          expect(Buffer.from(digest).toString("hex")).toBe(expected);
        }
      }
    }
  });

  test(`a digest of ${what} is in memory of its own`, async () => {
    const key = await implementation.importKey(bytes("a secret"));
    const first = await implementation.digest(key, "a", bytes("one"));
    const copy = first.slice();
    const second = await implementation.digest(key, "a", bytes("two"));
    expect(first).toEqual(copy);
    expect(implementation.equal(first, second)).toBe(false);
  });

  test(`the HMAC of ${what} finds a difference in every byte`, () => {
    const digest = fromHex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    expect(implementation.equal(digest, digest.slice())).toBe(true);
    for (let index = 0; index < digest.length; index += 1) {
      for (const bit of [1, 128]) {
        const other = digest.slice();
        other[index]! ^= bit;
        expect(implementation.equal(digest, other)).toBe(false);
      }
    }
  });

  test(`the HMAC of ${what} throws a RangeError on digests of unequal length`, () => {
    expect(() => implementation.equal(new Uint8Array(32), new Uint8Array(31))).toThrow(RangeError);
  });
});

test("createTwoHashHmac returns undefined on a runtime that cannot hash at once", () => {
  const { hash: _, ...withoutHash } = nodeCrypto;
  expect(createTwoHashHmac(withoutHash)).toBeUndefined();
});

test("createNodeHmac returns undefined on a runtime without node:crypto", async () => {
  vi.stubGlobal("process", undefined);
  expect(createNodeHmac()).toBeUndefined();
  vi.stubGlobal("process", { getBuiltinModule: () => undefined });
  expect(createNodeHmac()).toBeUndefined();
  vi.unstubAllGlobals();
});
