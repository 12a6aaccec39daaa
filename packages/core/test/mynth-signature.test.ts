import fc from "fast-check";
import { expect, test } from "vitest";
import { parseMynthSignature } from "../src/signature/mynth-signature.ts";

const a = "a".repeat(64);
const b = "b".repeat(64);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

const accepted = [
  { what: "one signature", header: `t=1,v1=${a}`, timestamp: "1", signatures: [a] },
  { what: "two signatures", header: `t=1,v1=${a},v1=${b}`, timestamp: "1", signatures: [a, b] },
  { what: "unknown keys", header: `t=1,v0=x,v1=${a},kid=,v2==`, timestamp: "1", signatures: [a] },
  { what: "blanks around commas", header: `t=1 ,\t v1=${a} `, timestamp: "1", signatures: [a] },
  {
    what: "leading zeros in the timestamp",
    header: `t=0001,v1=${a}`,
    timestamp: "0001",
    signatures: [a],
  },
  {
    what: "a timestamp of fifteen digits",
    header: `v1=${a},t=999999999999999`,
    timestamp: "999999999999999",
    signatures: [a],
  },
  {
    what: "a signature among invalid candidates",
    header: `t=1,v1=short,v1=${a},v1=${"g".repeat(64)}`,
    timestamp: "1",
    signatures: [a],
  },
];

test.each(accepted)("parseMynthSignature accepts $what", ({ header, timestamp, signatures }) => {
  const parsed = parseMynthSignature(header);
  expect(parsed).toMatchObject({ scheme: "mynth", timestamp: Number(timestamp), prefix: `${timestamp}.` });
  expect(parsed?.candidates.map(hex)).toEqual(signatures);
});

const rejected = [
  { what: "an empty header", header: "" },
  { what: "no timestamp", header: `v1=${a}` },
  { what: "no signature", header: "t=1" },
  { what: "a second timestamp", header: `t=1,t=2,v1=${a}` },
  { what: "the same timestamp twice", header: `t=1,v1=${a},t=1` },
  { what: "a repeated header", header: `t=1,v1=${a}, t=2,v1=${b}` },
  { what: "a plus sign in the timestamp", header: `t=+1,v1=${a}` },
  { what: "a negative timestamp", header: `t=-1,v1=${a}` },
  { what: "a blank in the timestamp", header: `t= 1,v1=${a}` },
  { what: "a fraction in the timestamp", header: `t=1.5,v1=${a}` },
  { what: "an exponent in the timestamp", header: `t=1e9,v1=${a}` },
  { what: "a timestamp of sixteen digits", header: `t=1000000000000000,v1=${a}` },
  { what: "a timestamp with digits outside ASCII", header: `t=١,v1=${a}` },
  { what: "an empty timestamp", header: `t=,v1=${a}` },
  { what: "only a signature in uppercase hex", header: `t=1,v1=${"A".repeat(64)}` },
  { what: "only a signature of 63 digits", header: `t=1,v1=${"a".repeat(63)}` },
  { what: "an element without a key", header: `t=1,v1=${a},=x` },
  { what: "an element without an equals sign", header: `t=1,v1=${a},x` },
  { what: "seventeen signatures", header: `t=1${`,v1=${a}`.repeat(17)}` },
  { what: "a signature and sixteen candidates", header: `t=1,v1=${a}${",v1=x".repeat(16)}` },
  { what: "more than 4096 characters", header: `t=1,v1=${a},x=${"y".repeat(4096)}` },
];

test.each(rejected)("parseMynthSignature rejects $what", ({ header }) => {
  expect(parseMynthSignature(header)).toBeUndefined();
});

test("parseMynthSignature never throws, for any header", () => {
  const soup = fc.array(fc.constantFrom("t", "v1", "=", ",", " ", "1", a, "\0", "é")).map((parts) => parts.join(""));
  fc.assert(fc.property(fc.oneof(fc.string(), soup), (header) => void parseMynthSignature(header)));
});

test("parseMynthSignature returns the parts of every well-formed header", () => {
  const digests = fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 16 });
  fc.assert(
    fc.property(fc.nat().map(String), digests, (t, signatures) => {
      const header = [`t=${t}`, ...signatures.map((signature) => `v1=${hex(signature)}`)].join(",");
      expect(parseMynthSignature(header)).toEqual({
        scheme: "mynth",
        timestamp: Number(t),
        prefix: `${t}.`,
        candidates: signatures,
      });
    }),
  );
});

test("parseMynthSignature reads the usual header like any other", () => {
  const usual = `t=1783844330,v1=${"0123456789abcdef".repeat(4)}`;
  const change = fc.record({
    at: fc.nat(usual.length),
    remove: fc.nat(2),
    add: fc.string({
      unit: fc.constantFrom("0", "9", "a", "f", "g", "A", "t", "=", ",", "v", "1", " ", "\n"),
      maxLength: 2,
    }),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 2 }), (changes) => {
      const header = changes.reduce(
        (text, { at, remove, add }) => text.slice(0, at) + add + text.slice(at + remove),
        usual,
      );
      // With another element, it is not the usual one.
      expect(parseMynthSignature(header)).toEqual(parseMynthSignature(`${header},k=`));
    }),
    { numRuns: 20_000 },
  );
});
