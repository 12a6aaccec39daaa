import { createHmac } from "node:crypto";
import { gzipSync } from "node:zlib";
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

test("says what verified", async () => {
  const diagnosis = await diagnose({ headers: mynth(compact), body: compact }, secret, { clock });
  expect(diagnosis).toEqual({ verified: true, explanation: "Verified: task.image.alt.completed, by mynth." });
});

const quotedSecret = `"${secret}"`;

describe("finds what explains a refusal", () => {
  test.each([
    { cause: "reserialised_compact", headers: mynth(compact), body: pretty },
    { cause: "reserialised_indented", headers: mynth(pretty), body: compact },
    { cause: "reserialised_indented", headers: mynth(JSON.stringify(event, undefined, "\t")), body: compact },
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
    { cause: "secret_quoted", headers: mynth(compact), body: compact, by: quotedSecret },
    { cause: "secret_without_prefix", headers: mynth(compact, secret.slice(4)), body: compact },
    { cause: "secret_base64_decoded", headers: mynth(compact, Buffer.from(secret.slice(4), "base64")), body: compact },
    { cause: "secret_hex_decoded", headers: mynth(compact, Buffer.from("00ff", "hex")), body: compact, by: "wbs_00ff" },
    { cause: "secret_as_text", headers: standard(compact, whsec), body: compact, by: whsec },
    { cause: "secret_without_prefix", headers: standard(compact, whsec.slice(6)), body: compact, by: whsec },
    { cause: "milliseconds", headers: mynth(compact, secret, now * 1000), body: compact },
    { cause: "stale", headers: mynth(compact, secret, now - 3600 * 48), body: compact },
    { cause: "clock_skew", headers: mynth(compact, secret, now + 3600), body: compact },
    { cause: "stale_and_mismatched", headers: mynth(compact, "wbs_other", now - 3600), body: compact },
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
  ])("$cause", async ({ cause, headers, body, by = secret }) => {
    const diagnosis = await diagnose({ headers, body }, by, { clock });
    expect(diagnosis).toMatchObject({ verified: false, cause, explanation: expect.stringMatching(/\.$|: /) });
    expect(diagnosis.explanation).not.toContain(secret.slice(6));
  });
});

test.each([
  { what: "a body that is another", headers: mynth(compact), body: "{}", code: "signature_mismatch" },
  { what: "no signature", headers: {}, body: compact, code: "missing_signature" },
])("says what the receiver would where nothing explains it: $what", async ({ headers, body, code }) => {
  const diagnosis = await diagnose({ headers, body }, secret, { clock });
  expect(diagnosis).toMatchObject({ verified: false, code });
  expect(diagnosis).not.toHaveProperty("cause");
});

test("names the scheme that no secret is for", async () => {
  const diagnosis = await diagnose({ headers: standard(compact, "x"), body: compact }, secret, { clock });
  expect(diagnosis.explanation).toMatch(/no whsec_ secret is configured/);
});
