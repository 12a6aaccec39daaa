import { createHmac } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { diagnose } from "../src/index.ts";

const secret = "wbs_c2VjcmV0IGZvciB0ZXN0cw==";
const whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const now = 1_791_100_000;
const clock = () => now * 1000;
const event = { event: "task.image.alt.completed", task: { id: "tsk_1" }, request: { url: "é" }, result: { alt: "a" } };
const compact = JSON.stringify(event);
const pretty = JSON.stringify(event, undefined, 2);

type Key = string | Buffer;

const mynth = (body: string | Buffer, key: Key = secret, timestamp = now) => ({
  "x-mynth-signature": `t=${timestamp},v1=${createHmac("sha256", key).update(`${timestamp}.`).update(body).digest("hex")}`,
});
const standard = (body: string, key: Key) => ({
  "webhook-id": "evt_1",
  "webhook-timestamp": `${now}`,
  "webhook-signature": `v1,${createHmac("sha256", key).update(`evt_1.${now}.${body}`).digest("base64")}`,
});

test("diagnose names the event and the scheme of a verified delivery", async () => {
  const diagnosis = await diagnose({ headers: mynth(compact), body: compact }, secret, { clock });
  expect(diagnosis).toEqual({
    verified: true,
    causes: [],
    explanation: "Verified: task.image.alt.completed, by mynth.",
  });
});

test("diagnose verifies at the time of this machine, unless a clock is given", async () => {
  const seconds = Math.floor(Date.now() / 1000);
  const fresh = await diagnose({ headers: mynth(compact, secret, seconds), body: compact }, secret);
  expect(fresh).toMatchObject({ verified: true });
  const old = await diagnose({ headers: mynth(compact), body: compact }, secret);
  expect(old).toMatchObject({ verified: false, code: "timestamp_out_of_tolerance" });
});

test("diagnose throws what is no rejection, such as a mistake in its own options", async () => {
  await expect(diagnose({ headers: {}, body: compact }, secret, { tolerance: -1 })).rejects.toThrow(TypeError);
});

const quotedSecret = `"${secret}"`;
const whsecKey = Buffer.from(whsec.slice("whsec_".length), "base64");
const inBase64 = Buffer.from(secret).toString("base64");

describe("diagnose with one fault", () => {
  test.each([
    { cause: "reserialized_compact", headers: mynth(compact), body: pretty },
    { cause: "reserialized_indented", headers: mynth(pretty), body: compact },
    { cause: "reserialized_indented", headers: mynth(JSON.stringify(event, undefined, "\t")), body: compact },
    { cause: "reformatted", headers: mynth('{"a":1.0,"b":"x \\" y"}'), body: '{ "a": 1.0,\n "b": "x \\" y" }' },
    { cause: "quoted_body", headers: mynth(pretty), body: JSON.stringify(pretty) },
    { cause: "base64_body", headers: mynth(pretty), body: Buffer.from(pretty).toString("base64") },
    { cause: "trailing_newline_added", headers: mynth(`${compact} `), body: `${compact} \n` },
    { cause: "trailing_newline_lost", headers: mynth(`${compact} \n`), body: `${compact} ` },
    { cause: "byte_order_mark_lost", headers: mynth(`\ufeff${compact} `), body: `${compact} ` },
    { cause: "byte_order_mark_added", headers: mynth(`${compact} `), body: `\ufeff${compact} ` },
    { cause: "line_ends_changed", headers: mynth(`${pretty} `), body: `${pretty} `.replaceAll("\n", "\r\n") },
    { cause: "line_ends_changed", headers: mynth(`${pretty} `.replaceAll("\n", "\r\n")), body: `${pretty} ` },
    {
      cause: "decoded_as_latin1",
      headers: mynth(`${compact} `),
      body: Buffer.from(Buffer.from(`${compact} `).toString("latin1")),
    },
    { cause: "compressed", headers: mynth(compact), body: gzipSync(compact) },
    { cause: "compressed", headers: { ...mynth(compact), "content-encoding": "gzip" }, body: gzipSync(compact) },
    { cause: "secret_white_space", headers: mynth(compact), body: compact, by: ` ${secret}\n` },
    { cause: "secret_white_space", headers: mynth(compact), body: compact, by: `${secret}\\n` },
    { cause: "secret_white_space", headers: standard(compact, whsecKey), body: compact, by: `${whsec}\n` },
    { cause: "secret_quoted", headers: standard(compact, whsecKey), body: compact, by: `'${whsec}'` },
    { cause: "secret_in_base64", headers: mynth(compact), body: compact, by: inBase64 },
    { cause: "secret_prefix_lost", headers: mynth(compact), body: compact, by: secret.slice(4) },
    { cause: "secret_prefix_lost", headers: standard(compact, whsecKey), body: compact, by: whsec.slice(6) },
    { cause: "signed_by_other_scheme", headers: standard(compact, secret), body: compact },
    { cause: "signed_by_other_scheme", headers: mynth(compact, whsecKey), body: compact, by: whsec },
    { cause: "other_scheme", headers: standard(compact, "x"), body: compact },
    { cause: "body_lost", headers: mynth(compact), body: "" },
    { cause: "compressed", headers: mynth(compact), body: deflateSync(compact) },
    { cause: "secret_quoted", headers: mynth(compact), body: compact, by: quotedSecret },
    { cause: "secret_without_prefix", headers: mynth(compact, secret.slice(4)), body: compact },
    { cause: "secret_base64_decoded", headers: mynth(compact, Buffer.from(secret.slice(4), "base64")), body: compact },
    { cause: "secret_hex_decoded", headers: mynth(compact, Buffer.from("00ff", "hex")), body: compact, by: "wbs_00ff" },
    { cause: "secret_as_text", headers: standard(compact, whsec), body: compact, by: whsec },
    { cause: "secret_without_prefix", headers: standard(compact, whsec.slice(6)), body: compact, by: whsec },
    { cause: "milliseconds", headers: mynth(compact, secret, now * 1000), body: compact },
    { cause: "stale", headers: mynth(compact, secret, now - 3600 * 48), body: compact },
    { cause: "clock_skew", headers: mynth(compact, secret, now + 3600), body: compact },
    {
      cause: "header_quoted",
      headers: { "x-mynth-signature": `"${mynth(compact)["x-mynth-signature"]}"` },
      body: compact,
    },
    {
      cause: "header_repeated",
      headers: { "x-mynth-signature": `t=${now},${mynth(compact)["x-mynth-signature"]}` },
      body: compact,
    },
    { cause: "hex_upper_case", headers: { "x-mynth-signature": `t=${now},v1=${"AB".repeat(32)}` }, body: compact },
    {
      cause: "base64_for_hex",
      headers: { "x-mynth-signature": `t=${now},v1=${Buffer.alloc(32, 1).toString("base64")}` },
      body: compact,
    },
    { cause: "bare_digest", headers: { "x-mynth-signature": "ab".repeat(32) }, body: compact },
    {
      cause: "fractional_timestamp",
      headers: { "x-mynth-signature": `t=${now}.5,v1=${"ab".repeat(32)}` },
      body: compact,
    },
    { cause: "payload", headers: mynth("[]"), body: "[]" },
  ])("diagnose finds the cause $cause", async ({ cause, headers, body, by = secret }) => {
    const diagnosis = await diagnose({ headers, body }, by, { clock });
    expect(diagnosis).toMatchObject({ verified: false, causes: [cause], explanation: expect.stringMatching(/\.$|: /) });
    expect(diagnosis.explanation).not.toContain(secret.slice(6));
  });
});

describe("diagnose with several faults", () => {
  test.each([
    {
      what: "an indented body and an old timestamp",
      causes: ["reserialized_compact", "stale"],
      headers: mynth(compact, secret, now - 3600),
      body: pretty,
    },
    {
      what: "a quoted secret and reserialized JSON",
      causes: ["secret_quoted", "reserialized_compact"],
      headers: mynth(compact),
      body: pretty,
      by: quotedSecret,
    },
    {
      what: "another secret and an old timestamp",
      causes: ["stale", "mismatched"],
      headers: mynth(compact, "wbs_other", now - 3600),
      body: compact,
    },
  ])("diagnose finds both causes of $what", async ({ causes, headers, body, by = secret }) => {
    expect(await diagnose({ headers, body }, by, { clock })).toMatchObject({ verified: false, causes });
  });
});

test.each([
  { seconds: 301, text: "5 minutes before" },
  { seconds: 100_000, text: "28 hours before" },
  { seconds: 1_000_000, text: "12 days before" },
  { seconds: -400, text: "7 minutes ahead" },
])("diagnose explains a skew of $seconds seconds as $text", async ({ seconds, text }) => {
  const headers = mynth(compact, secret, now - seconds);
  expect((await diagnose({ headers, body: compact }, secret, { clock })).explanation).toContain(text);
});

test("no receiver imports diagnose, so that bundles without it stay small", async () => {
  const folder = join(import.meta.dirname, "../src");
  const files = await readdir(folder, { recursive: true });
  const importers = await Promise.all(
    files
      .filter((file) => file.endsWith(".ts") && file !== "index.ts" && !file.startsWith("diagnose"))
      .map(async (file) => ((await readFile(join(folder, file), "utf8")).includes("/diagnose") ? file : undefined)),
  );
  expect(importers.filter((file) => file !== undefined)).toEqual([]);
});

test.each([
  { what: "another body", headers: mynth(compact), body: "{}", code: "signature_mismatch" },
  { what: "no signature", headers: {}, body: compact, code: "missing_signature" },
])("diagnose returns the receiver's error code and no cause for $what", async ({ headers, body, code }) => {
  const diagnosis = await diagnose({ headers, body }, secret, { clock });
  expect(diagnosis).toMatchObject({ verified: false, code });
  expect(diagnosis.causes).toEqual([]);
});

test("diagnose names the scheme that has no secret", async () => {
  const diagnosis = await diagnose({ headers: standard(compact, "x"), body: compact }, secret, { clock });
  expect(diagnosis.explanation).toMatch(/no whsec_ secret is configured/);
});

test("diagnose throws a TypeError on an invalid option, and does not blame the secret", async () => {
  await expect(diagnose({ headers: {}, body: compact }, secret, { tolerance: -1 })).rejects.toThrow(/tolerance/);
});
