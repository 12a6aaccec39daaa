import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeBase64, decodeBase64Url, encodeBase64Url } from "../src/crypto/base64.ts";
import { decodeHex, encodeHex } from "../src/crypto/hex.ts";
import { MynthWebhookError } from "../src/index.ts";
import { assertUncompressed } from "../src/request/assert-uncompressed.ts";
import { parseMynthSignature } from "../src/signature/mynth-signature.ts";
import { parseStandardWebhooksSignature } from "../src/signature/standard-webhooks-signature.ts";
import { createMintingKey, openToken } from "../src/token/minted-token.ts";

test("hex, base64 and base64url agree with Node's on any bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const buffer = Buffer.from(bytes);
      expect(encodeHex(bytes)).toBe(buffer.toString("hex"));
      expect(Buffer.from(decodeHex(buffer.toString("hex")))).toEqual(buffer);
      expect(Buffer.from(decodeHex(buffer.toString("hex").toUpperCase()))).toEqual(buffer);
      expect(encodeBase64Url(bytes)).toBe(buffer.toString("base64url"));
      expect(Buffer.from(decodeBase64Url(buffer.toString("base64url")) ?? [])).toEqual(buffer);
      expect(Buffer.from(decodeBase64(buffer.toString("base64")) ?? [])).toEqual(buffer);
    }),
  );
});

test.each(["a", "ab=c", "YQ", "YR==", "YQ==\n", " YQ==", "é", "Y-Q="])("decodeBase64 rejects %j", (text) => {
  expect(decodeBase64(text)).toBeUndefined();
});

test.each(["YQ==", "Y+", "Y/", "Y Q", "Y.Q", "\nYQ", "YQ\n", "YR", "a", "+YQ", "YQ+"])(
  "decodeBase64Url rejects %j",
  (text) => {
    expect(decodeBase64Url(text)).toBeUndefined();
  },
);

describe("the limits of signature headers", () => {
  const hex = "0".repeat(64);
  const base64 = Buffer.alloc(32).toString("base64");
  const mynth = (rest: string) => parseMynthSignature(`t=1,v1=${hex}${rest}`);
  const standard = (header: string) => parseStandardWebhooksSignature(header, "evt_1", "1");

  test("a Mynth signature header may have 4,096 characters, and not one more", () => {
    const start = `t=1,v1=${hex},x=`;
    expect(parseMynthSignature(start.padEnd(4096, "y"))).toBeDefined();
    expect(parseMynthSignature(start.padEnd(4097, "y"))).toBeUndefined();
  });

  test("a Mynth signature header may have 16 signatures, and not one more", () => {
    expect(mynth(`,v1=${hex}`.repeat(15))?.candidates).toHaveLength(16);
    expect(mynth(`,v1=${hex}`.repeat(16))).toBeUndefined();
  });

  test("blanks around the parts of a Mynth signature header do not count, and only blanks are trimmed", () => {
    expect(parseMynthSignature(` \tt=1 ,\t v1=${hex} \t`)).toBeDefined();
    expect(parseMynthSignature(`t=1,v1=${hex},`)).toBeUndefined();
    expect(parseMynthSignature(`t=1,v1=${hex},  `)).toBeUndefined();
    expect(parseMynthSignature(`t=1\u00a0,v1=${hex}`)).toBeUndefined();
  });

  test("a Standard Webhooks header may have 4,096 characters, and not one more", () => {
    const start = `v1,${base64} v2,`;
    expect(standard(start.padEnd(4096, "y"))).toBeDefined();
    expect(standard(start.padEnd(4097, "y"))).toBeUndefined();
  });

  test("a Standard Webhooks header may have 16 signatures of its version, and not one more", () => {
    const entries = (count: number) => Array(count).fill(`v1,${base64}`).join(" ");
    expect(standard(entries(16))?.candidates).toHaveLength(16);
    expect(standard(entries(17))).toBeUndefined();
    expect(standard(`${entries(16)} v1a,abc v2,abc`)?.candidates).toHaveLength(16);
  });

  test("a Standard Webhooks header needs an id and a timestamp", () => {
    expect(parseStandardWebhooksSignature(`v1,${base64}`, undefined, "1")).toBeUndefined();
    expect(parseStandardWebhooksSignature(`v1,${base64}`, "evt_1", undefined)).toBeUndefined();
    expect(parseStandardWebhooksSignature(`v1,${base64}`, "evt_1", "now")).toBeUndefined();
  });
});

test.each([undefined, "", "identity", "IDENTITY", "Identity"])("the content encoding %j is none", (encoding) => {
  expect(() => assertUncompressed({ method: "POST", url: "/", header: () => encoding, body: undefined })).not.toThrow();
});

test.each(["gzip", "br", "identity, gzip", "x"])("the content encoding %j is rejected", (encoding) => {
  expect(() => assertUncompressed({ method: "POST", url: "/", header: () => encoding, body: undefined })).toThrow(
    MynthWebhookError,
  );
});

describe("a token of customWebhook()", () => {
  const secret = "a-secret-of-my-own-0123456789";
  const mint = (content: string, domain = "mynth-webhooks url-token v1\n") => {
    const digest = createHmac("sha256", secret).update(domain).update(content).digest("base64url");
    return `${Buffer.from(content).toString("base64url")}.${digest}`;
  };

  test("opens if it was made with the documented domain, and with no other", async () => {
    const keys = [createMintingKey(secret)];
    expect(await openToken(mint('{"expires":1}'), keys)).toEqual({ expires: 1, secretIndex: 0 });
    expect(await openToken(mint('{"expires":1}', ""), keys)).toBeUndefined();
  });

  test("does not open with a part missing, added or changed", async () => {
    const token = mint('{"expires":1}');
    const [content, signature] = token.split(".");
    for (const odd of [
      `${token}.`,
      `${token}.x`,
      `${content}`,
      `${content}.`,
      `.${signature}`,
      `${content}.${content}`,
    ]) {
      expect(await openToken(odd, [createMintingKey(secret)])).toBeUndefined();
    }
  });
});
