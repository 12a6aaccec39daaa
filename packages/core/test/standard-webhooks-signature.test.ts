import fc from "fast-check";
import { expect, test } from "vitest";
import { parseStandardWebhooksSignature } from "../src/signature/standard-webhooks-signature.ts";

const a = Buffer.alloc(32, 1).toString("base64");
const b = Buffer.alloc(32, 2).toString("base64");
const parse = (signature: string, id: string | undefined = "evt_1", timestamp: string | undefined = "1") =>
  parseStandardWebhooksSignature(signature, id, timestamp);

test.each([
  { what: "one signature", signature: `v1,${a}`, candidates: [a] },
  { what: "two signatures", signature: `v1,${a} v1,${b}`, candidates: [a, b] },
  { what: "a signature among asymmetric ones", signature: `v1a,${b} v1,${a} v2,x`, candidates: [a] },
  {
    what: "a signature among malformed entries",
    signature: `v1 ,${b} v1,short v1,${a} v1,${b}= v1,`,
    candidates: [a],
  },
  { what: "several blanks between signatures", signature: `  v1,${a}   v1,${b} `, candidates: [a, b] },
])("parseStandardWebhooksSignature accepts $what", ({ signature, candidates }) => {
  const parsed = parse(signature);
  expect(parsed).toMatchObject({ scheme: "standard-webhooks", timestamp: 1, prefix: "evt_1.1.", id: "evt_1" });
  expect(parsed?.candidates.map((bytes) => Buffer.from(bytes).toString("base64"))).toEqual(candidates);
});

test.each([
  { what: "no signature of version 1", signature: `v1a,${a}` },
  { what: "base64 without its padding", signature: `v1,${a.slice(0, -1)}` },
  { what: "base64 with nonzero unused bits", signature: `v1,${a.slice(0, -2)}F=` },
  { what: "base64url", signature: `v1,${Buffer.alloc(32, 255).toString("base64url")}=` },
  { what: "a signature of 31 bytes", signature: `v1,${Buffer.alloc(31).toString("base64")}` },
  { what: "signatures separated by commas", signature: `v1,${a},v1,${b}` },
  { what: "more than 16 signatures", signature: Array(17).fill(`v1,${a}`).join(" ") },
  { what: "more than 4096 characters", signature: `v1,${a} ${"x".repeat(4096)}` },
  { what: "an empty id", id: "" },
  { what: "an id with a period", id: "evt_1.2" },
  { what: "a repeated id", id: "evt_1, evt_1" },
  { what: "an id outside ASCII", id: "evt_é" },
  { what: "an id of 257 characters", id: "x".repeat(257) },
  { what: "a repeated timestamp", timestamp: "1, 1" },
  { what: "a negative timestamp", timestamp: "-1" },
  { what: "a fraction in the timestamp", timestamp: "1.5" },
  { what: "an empty timestamp", timestamp: "" },
])("parseStandardWebhooksSignature rejects $what", ({ signature = `v1,${a}`, id = "evt_1", timestamp = "1" }) => {
  expect(parse(signature, id, timestamp)).toBeUndefined();
});

test("parseStandardWebhooksSignature rejects a signature without an id or a timestamp", () => {
  expect(parseStandardWebhooksSignature(`v1,${a}`, undefined, "1")).toBeUndefined();
  expect(parseStandardWebhooksSignature(`v1,${a}`, "evt_1", undefined)).toBeUndefined();
});

test("parseStandardWebhooksSignature never throws, for any headers", () => {
  const soup = fc.array(fc.constantFrom("v1", ",", " ", "v1a", a, "=", "\0", "é")).map((parts) => parts.join(""));
  fc.assert(fc.property(fc.oneof(fc.string(), soup), fc.string(), fc.string(), (...headers) => void parse(...headers)));
});
