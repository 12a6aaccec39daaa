import { afterEach, describe, expect, test, vi } from "vitest";
import { createWebHmac } from "../src/crypto/hmac-web.ts";
import { customWebhook, verifyDelivery } from "../src/index.ts";
import fixture from "./fixtures/vectors.json" with { type: "json" };
import { signWithStripe } from "./signed-with.ts";

const { secret, timestamp, body, signature } = fixture.vectors[0]!;
const clock = () => timestamp * 1000;
const token = "a-token-of-my-own-0123456789";
const mintedWith = "a-secret-of-my-own-0123456789";

/** The module that core gets from the runtime. */
const nodeCrypto = process.getBuiltinModule("node:crypto");

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** Changes one byte of a digest in hex. */
function changeByte(hex: string, index: number): string {
  const bytes = Buffer.from(hex, "hex");
  bytes[index]! ^= 1;
  return bytes.toString("hex");
}

const wrongDigests = [
  { what: "in its first byte", digest: changeByte(signature, 0) },
  { what: "in its middle", digest: changeByte(signature, 16) },
  { what: "in its last byte", digest: changeByte(signature, 31) },
  { what: "everywhere", digest: "00".repeat(32) },
];

const wrongTokens = [
  { what: "in its first character", given: token.replace(/^./, "b") },
  { what: "in its last character", given: token.replace(/.$/, "x") },
  { what: "everywhere", given: "z".repeat(token.length) },
  { what: "by being half as long", given: token.slice(0, 14) },
  { what: "by being one longer", given: `${token}x` },
  { what: "by being empty", given: "" },
  { what: "by being very long", given: token.repeat(40) },
];

/** Returns the code of the rejection, or "delivered". */
async function getRejection(
  verify: typeof verifyDelivery,
  request: { headers?: Record<string, string>; url?: string },
  options: Parameters<typeof verifyDelivery>[2] = {},
): Promise<unknown> {
  const code = (error: { code?: unknown }) => error.code;
  const secrets = [secret, `${secret}-old`];
  return verify({ headers: {}, body, ...request }, secrets, { clock, ...options }).then(() => "delivered", code);
}

describe("with node:crypto", () => {
  /** Counts the created and compared digests, and returns the lengths of the compared ones. */
  function watchDigests() {
    const whole = vi.spyOn(nodeCrypto, "createHmac");
    // An HMAC is two hashes.
    const hashes = vi.spyOn(nodeCrypto, "hash");
    const compared = vi.spyOn(nodeCrypto, "timingSafeEqual");
    const lengths = () => compared.mock.calls.flat().map((digest) => digest.byteLength);
    return {
      counts: () => ({
        made: whole.mock.calls.length + hashes.mock.calls.length / 2,
        compared: compared.mock.calls.length,
      }),
      lengths,
    };
  }

  test.each(wrongDigests)(
    "node:crypto compares a signature that is wrong $what completely, with every secret",
    async ({ digest }) => {
      const { counts, lengths } = watchDigests();
      const headers = { "x-mynth-signature": `t=${timestamp},v1=${digest}` };
      expect(await getRejection(verifyDelivery, { headers })).toBe("signature_mismatch");
      expect(counts()).toEqual({ made: 2, compared: 2 });
      expect(new Set(lengths())).toEqual(new Set([32]));
    },
  );

  test("node:crypto compares every one of several signatures", async () => {
    const { counts } = watchDigests();
    const candidates = wrongDigests.map(({ digest }) => `v1=${digest}`);
    const headers = { "x-mynth-signature": [`t=${timestamp}`, ...candidates].join(",") };
    expect(await getRejection(verifyDelivery, { headers })).toBe("signature_mismatch");
    expect(counts()).toEqual({ made: 2, compared: 8 });
  });

  test("a valid signature is rejected if node:crypto says that it differs", async () => {
    vi.spyOn(nodeCrypto, "timingSafeEqual").mockReturnValue(false);
    expect(await getRejection(verifyDelivery, { headers: signWithStripe(secret, body, timestamp) })).toBe(
      "signature_mismatch",
    );
  });

  test.each([...wrongTokens, { what: "nowhere", given: token }])(
    "node:crypto compares the digest of a token that differs $what with every accepted token",
    async ({ given }) => {
      const { counts, lengths } = watchDigests();
      const accept = ["another-token-0123456789", token, "a-third-token-0123456789"];
      const right = given === token;
      expect(await getRejection(verifyDelivery, { url: `/?token=${given}` }, { token: accept })).toBe(
        right ? "delivered" : "invalid_token",
      );
      // Two for each accepted token. A delivery has one more, for its key.
      expect(counts().compared).toBe(3);
      expect(new Set(lengths())).toEqual(new Set([32]));
      if (!right) expect(counts().made).toBe(6);
    },
  );

  test.each([
    { what: "in the first byte of its signature", index: 0 },
    { what: "in the last byte of its signature", index: 31 },
  ])("node:crypto compares a minted token that differs $what completely", async ({ index }) => {
    const { url } = await customWebhook("https://example.com/", { secret: mintedWith, clock });
    const [content = "", digest = ""] = new URL(url).searchParams.get("token")?.split(".") ?? [];
    const wrong = changeByte(Buffer.from(digest, "base64url").toString("hex"), index);
    const given = `${content}.${Buffer.from(wrong, "hex").toString("base64url")}`;
    const { counts, lengths } = watchDigests();
    expect(await getRejection(verifyDelivery, { url: `/?token=${given}` }, { token: { mintedWith } })).toBe(
      "invalid_token",
    );
    expect(counts()).toEqual({ made: 1, compared: 1 });
    expect(lengths()).toEqual([32, 32]);
  });
});

describe("with Web Crypto", () => {
  /** Records every index that is read. */
  function recordReads(bytes: Uint8Array, read: string[]): Uint8Array {
    return new Proxy(bytes, {
      get(target, key) {
        if (typeof key === "string" && /^\d+$/.test(key)) read.push(key);
        return Reflect.get(target, key);
      },
    });
  }

  test.each([...wrongDigests, { what: "nowhere", digest: signature }])(
    "the Web Crypto HMAC reads every byte of digests that differ $what once",
    ({ digest }) => {
      const [given, expected]: [string[], string[]] = [[], []];
      const { equal } = createWebHmac();
      const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
      expect(equal(recordReads(bytes(digest), given), recordReads(bytes(signature), expected))).toBe(
        digest === signature,
      );
      const every = Array.from({ length: 32 }, (_, index) => `${index}`);
      expect([given, expected]).toEqual([every, every]);
    },
  );

  /** Loads core as on a runtime without `node:crypto`. */
  async function importWithoutNodeCrypto() {
    // The rest of `process` stays, because other modules need it.
    vi.stubGlobal("process", Object.create(process, { getBuiltinModule: { value: () => undefined } }));
    vi.resetModules();
    const { verifyDelivery } = await import("../src/index.ts");
    const signed = vi.spyOn(crypto.subtle, "sign");
    return { verifyDelivery, made: () => signed.mock.calls.length };
  }

  test.each(wrongDigests)(
    "Web Crypto computes as many digests for a signature that is wrong $what as for any other",
    async ({ digest }) => {
      const { verifyDelivery, made } = await importWithoutNodeCrypto();
      const headers = { "x-mynth-signature": `t=${timestamp},v1=${digest}` };
      expect(await getRejection(verifyDelivery, { headers })).toBe("signature_mismatch");
      expect(made()).toBe(2);
    },
  );

  test.each(wrongTokens)(
    "Web Crypto computes as many digests for a token that differs $what as for any other",
    async ({ given }) => {
      const { verifyDelivery, made } = await importWithoutNodeCrypto();
      expect(await getRejection(verifyDelivery, { url: `/?token=${given}` }, { token })).toBe("invalid_token");
      expect(made()).toBe(2);
    },
  );
});
