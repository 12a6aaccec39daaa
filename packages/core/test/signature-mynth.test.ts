import fc from "fast-check";
import { expect, test } from "vitest";
import { mynthSignature } from "../src/signature/mynth-signature.ts";

const a = "a".repeat(64);
const b = "b".repeat(64);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

const accepted = [
  { what: "one signature", header: `t=1,v1=${a}`, timestamp: "1", signatures: [a] },
  { what: "two signatures", header: `t=1,v1=${a},v1=${b}`, timestamp: "1", signatures: [a, b] },
  { what: "unknown keys", header: `t=1,v0=x,v1=${a},kid=,v2==`, timestamp: "1", signatures: [a] },
  { what: "blanks round commas", header: `t=1 ,\t v1=${a} `, timestamp: "1", signatures: [a] },
  { what: "leading zeros, kept as written", header: `t=0001,v1=${a}`, timestamp: "0001", signatures: [a] },
  { what: "fifteen digits", header: `v1=${a},t=999999999999999`, timestamp: "999999999999999", signatures: [a] },
  {
    what: "bad candidates before and after a good one",
    header: `t=1,v1=short,v1=${a},v1=${"g".repeat(64)}`,
    timestamp: "1",
    signatures: [a],
  },
];

test.each(accepted)("reads $what", ({ header, timestamp, signatures }) => {
  const parsed = mynthSignature(header);
  expect(parsed).toMatchObject({ scheme: "mynth", timestamp: Number(timestamp), prefix: `${timestamp}.` });
  expect(parsed?.candidates.map(hex)).toEqual(signatures);
});

const refused = [
  { what: "an empty header", header: "" },
  { what: "no timestamp", header: `v1=${a}` },
  { what: "no signature", header: "t=1" },
  { what: "a second timestamp", header: `t=1,t=2,v1=${a}` },
  { what: "the same timestamp twice", header: `t=1,v1=${a},t=1` },
  { what: "a repeated header", header: `t=1,v1=${a}, t=2,v1=${b}` },
  { what: "a sign", header: `t=+1,v1=${a}` },
  { what: "a negative timestamp", header: `t=-1,v1=${a}` },
  { what: "a blank in the timestamp", header: `t= 1,v1=${a}` },
  { what: "a fraction", header: `t=1.5,v1=${a}` },
  { what: "an exponent", header: `t=1e9,v1=${a}` },
  { what: "sixteen digits", header: `t=1000000000000000,v1=${a}` },
  { what: "digits outside ASCII", header: `t=١,v1=${a}` },
  { what: "an empty timestamp", header: `t=,v1=${a}` },
  { what: "upper-case hex only", header: `t=1,v1=${"A".repeat(64)}` },
  { what: "63 digits only", header: `t=1,v1=${"a".repeat(63)}` },
  { what: "an element without a key", header: `t=1,v1=${a},=x` },
  { what: "an element without an equals sign", header: `t=1,v1=${a},x` },
  { what: "seventeen signatures", header: `t=1${`,v1=${a}`.repeat(17)}` },
  { what: "seventeen candidates of which one is good", header: `t=1,v1=${a}${",v1=x".repeat(16)}` },
  { what: "more than 4096 characters", header: `t=1,v1=${a},x=${"y".repeat(4096)}` },
];

test.each(refused)("refuses $what", ({ header }) => {
  expect(mynthSignature(header)).toBeUndefined();
});

test("never throws, whatever the header", () => {
  const soup = fc.array(fc.constantFrom("t", "v1", "=", ",", " ", "1", a, "\0", "é")).map((parts) => parts.join(""));
  fc.assert(fc.property(fc.oneof(fc.string(), soup), (header) => void mynthSignature(header)));
});

test("reads back every header that is of the grammar", () => {
  const digests = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 16 });
  fc.assert(
    fc.property(fc.nat().map(String), digests, (t, signatures) => {
      const header = [`t=${t}`, ...signatures.map((signature) => `v1=${hex(signature)}`)].join(",");
      expect(mynthSignature(header)).toEqual({
        scheme: "mynth",
        timestamp: Number(t),
        prefix: `${t}.`,
        candidates: signatures,
      });
    }),
  );
});
