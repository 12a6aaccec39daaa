import { afterEach, describe, expect, test, vi } from "vitest";
import { webHmac } from "../src/crypto/hmac-web.ts";
import { customWebhook, verifyDelivery } from "../src/index.ts";
import fixture from "./fixtures/vectors.json" with { type: "json" };
import { signedWith } from "./signed-with.ts";

const { secret, timestamp, body, signature } = fixture.vectors[0]!;
const clock = () => timestamp * 1000;
const token = "a-token-of-my-own-0123456789";
const mintedWith = "a-secret-of-my-own-0123456789";

/** The very module that core asks the runtime for. */
const nodeCrypto = process.getBuiltinModule("node:crypto");

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** Hex digits with one byte changed. */
function changedAt(hex: string, index: number): string {
  const bytes = Buffer.from(hex, "hex");
  bytes[index]! ^= 1;
  return bytes.toString("hex");
}

const wrongDigests = [
  { what: "in its first byte", digest: changedAt(signature, 0) },
  { what: "in its middle", digest: changedAt(signature, 16) },
  { what: "in its last byte", digest: changedAt(signature, 31) },
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

/** Judges by whichever HMAC the modules find, and gives the code of the refusal. */
async function getRejection(
  verify: typeof verifyDelivery,
  request: { headers?: Record<string, string>; url?: string },
  options: Parameters<typeof verifyDelivery>[2] = {},
): Promise<unknown> {
  const code = (error: { code?: unknown }) => error.code;
  const secrets = [secret, `${secret}-old`];
  return verify({ headers: {}, body, ...request }, secrets, { clock, ...options }).then(() => "delivered", code);
}

describe("on node:crypto", () => {
  /** How often digests are made and compared, and how long those compared are. */
  function watch() {
    const made = vi.spyOn(nodeCrypto, "createHmac");
    const compared = vi.spyOn(nodeCrypto, "timingSafeEqual");
    const lengths = () => compared.mock.calls.flat().map((digest) => digest.byteLength);
    return { counts: () => ({ made: made.mock.calls.length, compared: compared.mock.calls.length }), lengths };
  }

  test.each(wrongDigests)(
    "a signature that is wrong $what is compared whole, with every secret",
    async ({ digest }) => {
      const { counts, lengths } = watch();
      const headers = { "x-mynth-signature": `t=${timestamp},v1=${digest}` };
      expect(await getRejection(verifyDelivery, { headers })).toBe("signature_mismatch");
      expect(counts()).toEqual({ made: 2, compared: 2 });
      expect(new Set(lengths())).toEqual(new Set([32]));
    },
  );

  test("of several signatures every one is compared", async () => {
    const { counts } = watch();
    const candidates = wrongDigests.map(({ digest }) => `v1=${digest}`);
    const headers = { "x-mynth-signature": [`t=${timestamp}`, ...candidates].join(",") };
    expect(await getRejection(verifyDelivery, { headers })).toBe("signature_mismatch");
    expect(counts()).toEqual({ made: 2, compared: 8 });
  });

  test("the right signature is not believed before it was compared", async () => {
    vi.spyOn(nodeCrypto, "timingSafeEqual").mockReturnValue(false);
    expect(await getRejection(verifyDelivery, { headers: signedWith(secret, body, timestamp) })).toBe(
      "signature_mismatch",
    );
  });

  test.each([...wrongTokens, { what: "in nothing", given: token }])(
    "a token that differs $what is compared with every accepted one, as a digest",
    async ({ given }) => {
      const { counts, lengths } = watch();
      const accept = ["another-token-0123456789", token, "a-third-token-0123456789"];
      const right = given === token;
      expect(await getRejection(verifyDelivery, { url: `/?token=${given}` }, { token: accept })).toBe(
        right ? "delivered" : "invalid_token",
      );
      // Of two texts for each accepted token; what is made besides is the key of the delivery.
      expect(counts().compared).toBe(3);
      expect(new Set(lengths())).toEqual(new Set([32]));
      if (!right) expect(counts().made).toBe(6);
    },
  );

  test.each([
    { what: "in the first byte of its signature", index: 0 },
    { what: "in the last byte of its signature", index: 31 },
  ])("a minted token that differs $what is compared whole", async ({ index }) => {
    const { url } = await customWebhook("https://example.com/", { secret: mintedWith, clock });
    const [content = "", digest = ""] = new URL(url).searchParams.get("token")?.split(".") ?? [];
    const wrong = changedAt(Buffer.from(digest, "base64url").toString("hex"), index);
    const given = `${content}.${Buffer.from(wrong, "hex").toString("base64url")}`;
    const { counts, lengths } = watch();
    expect(await getRejection(verifyDelivery, { url: `/?token=${given}` }, { token: { mintedWith } })).toBe(
      "invalid_token",
    );
    expect(counts()).toEqual({ made: 1, compared: 1 });
    expect(lengths()).toEqual([32, 32]);
  });
});

describe("on Web Crypto", () => {
  /** Notes every index that is read. */
  function noting(bytes: Uint8Array, read: string[]): Uint8Array {
    return new Proxy(bytes, {
      get(target, key) {
        if (typeof key === "string" && /^\d+$/.test(key)) read.push(key);
        return Reflect.get(target, key);
      },
    });
  }

  test.each([...wrongDigests, { what: "nowhere", digest: signature }])(
    "digests that differ $what are read to their last byte, each byte once",
    ({ digest }) => {
      const [given, expected]: [string[], string[]] = [[], []];
      const { equal } = webHmac();
      const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
      expect(equal(noting(bytes(digest), given), noting(bytes(signature), expected))).toBe(digest === signature);
      const every = Array.from({ length: 32 }, (_, index) => `${index}`);
      expect([given, expected]).toEqual([every, every]);
    },
  );

  /** Core as it loads where there is no `node:crypto`. */
  async function withoutNodeCrypto() {
    // Everything else of it stays: other modules ask it for their own ends.
    vi.stubGlobal("process", Object.create(process, { getBuiltinModule: { value: () => undefined } }));
    vi.resetModules();
    const { verifyDelivery } = await import("../src/index.ts");
    const signed = vi.spyOn(crypto.subtle, "sign");
    return { verifyDelivery, made: () => signed.mock.calls.length };
  }

  test.each(wrongDigests)("a signature that is wrong $what costs as many digests as any other", async ({ digest }) => {
    const { verifyDelivery, made } = await withoutNodeCrypto();
    const headers = { "x-mynth-signature": `t=${timestamp},v1=${digest}` };
    expect(await getRejection(verifyDelivery, { headers })).toBe("signature_mismatch");
    expect(made()).toBe(2);
  });

  test.each(wrongTokens)("a token that differs $what costs as many digests as any other", async ({ given }) => {
    const { verifyDelivery, made } = await withoutNodeCrypto();
    expect(await getRejection(verifyDelivery, { url: `/?token=${given}` }, { token })).toBe("invalid_token");
    expect(made()).toBe(2);
  });
});
