import Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { MynthWebhookError, verifyDelivery } from "../src/index.ts";
import fixture from "./fixtures/vectors.json" with { type: "json" };

const secret = "wbs_unit";
const now = 1_783_844_330;
const clock = () => now * 1000;
const guide = fixture.vectors[0]!.body;

/** An independent signer: Stripe's test helper makes headers of the same grammar. */
const signatureOf = (payload: string, { by = secret, timestamp = now } = {}) =>
  Stripe.webhooks.generateTestHeaderString({ payload, secret: by, timestamp });

const verify = (
  body: string | Uint8Array | ArrayBuffer,
  signature: string,
  {
    by = secret as string | string[],
    headers = {},
    ...options
  }: Record<string, unknown> & { by?: string | string[]; headers?: object } = {},
) => verifyDelivery({ headers: { "X-Mynth-Signature": signature, ...headers }, body }, by, { clock, ...options });

const refusal = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => expect.fail("was not refused"),
    (thrown: unknown) => thrown,
  );
  return error instanceof MynthWebhookError ? error : expect.fail(`threw ${error}`);
};

test.each(fixture.vectors)("accepts what openssl signed: $what", async ({ body, signature, timestamp, secret }) => {
  const headers = new Headers({ "x-mynth-signature": `t=${timestamp},v1=${signature}` });
  const verified = await verifyDelivery({ headers, body }, secret, { clock: () => timestamp * 1000 });
  expect(verified.event).toEqual(JSON.parse(body));
});

test("accepts what Stripe's signer signed, as bytes, as a buffer and as text", async () => {
  const bytes = new TextEncoder().encode(guide);
  for (const body of [bytes, bytes.buffer, guide]) {
    expect((await verify(body, signatureOf(guide))).known).toBe(true);
  }
});

test("says which of several secrets matched", async () => {
  const verified = await verify(guide, signatureOf(guide), { by: ["wbs_new", "wbs_newer", secret] });
  expect(verified).toMatchObject({ known: true, delivery: { secretIndex: 2 } });
  expect((await refusal(verify(guide, signatureOf(guide), { by: ["wbs_a", "wbs_b"] }))).code).toBe(
    "signature_mismatch",
  );
});

test("refuses every change of a single byte of the body, the timestamp and the signature", async () => {
  const header = signatureOf(guide);
  const body = new TextEncoder().encode(guide);
  const outcomes = new Set<string>();
  for (let index = 0; index < body.length; index += 1) {
    const changed = body.slice();
    changed[index]! ^= 1;
    outcomes.add((await refusal(verify(changed, header))).code);
  }
  expect(outcomes).toEqual(new Set(["signature_mismatch"]));
  for (let index = 0; index < header.length; index += 1) {
    for (const replacement of ["0", "1", "a", "A", " ", "="]) {
      if (header[index] === replacement) continue;
      const changed = header.slice(0, index) + replacement + header.slice(index + 1);
      outcomes.add((await refusal(verify(guide, changed, { tolerance: 1e12 }))).code);
    }
  }
  expect(outcomes).toEqual(new Set(["signature_mismatch", "malformed_signature"]));
});

describe("the window of accepted timestamps", () => {
  test.each([
    { skew: -300, tolerance: undefined, fresh: true },
    { skew: -301, tolerance: undefined, fresh: false },
    { skew: 300, tolerance: undefined, fresh: true },
    { skew: 301, tolerance: undefined, fresh: false },
    { skew: -10, tolerance: 10, fresh: true },
    { skew: -11, tolerance: 10, fresh: false },
    { skew: 11, tolerance: 10, fresh: false },
    { skew: -600, tolerance: { past: 600 }, fresh: true },
    { skew: 300, tolerance: { past: 0 }, fresh: true },
    { skew: 1, tolerance: { future: 0 }, fresh: false },
  ])("signed $skew seconds from now with tolerance $tolerance: fresh is $fresh", async ({ skew, tolerance, fresh }) => {
    const verdict = verify(
      guide,
      signatureOf(guide, { timestamp: now + skew }),
      tolerance === undefined ? {} : { tolerance },
    );
    if (fresh) await expect(verdict).resolves.toMatchObject({ known: true });
    else expect((await refusal(verdict)).details).toMatchObject({ skewSeconds: -skew });
  });

  test("a clock that has lost its mind lets nothing through", async () => {
    expect((await refusal(verify(guide, signatureOf(guide), { clock: () => Number.NaN }))).code).toBe(
      "timestamp_out_of_tolerance",
    );
  });
});

test.each([
  { what: "not JSON", body: "{" },
  { what: "null", body: "null" },
  { what: "an array", body: "[]" },
  { what: "a scalar", body: "1" },
  { what: "nothing", body: "" },
  { what: "an event without a name", body: '{"task":{"id":"tsk_1"}}' },
  { what: "an event whose name is no text", body: '{"event":1,"task":{"id":"tsk_1"}}' },
  { what: "an inherited name", body: '{"__proto__":{"event":"credit.low"}}' },
  {
    what: "a completed task without its id",
    body: '{"event":"task.image.generate.completed","task":{},"result":{"images":[]}}',
  },
  {
    what: "a completed task with an empty id",
    body: '{"event":"task.image.generate.completed","task":{"id":""},"result":{"images":[]}}',
  },
  {
    what: "a completed task without a result",
    body: '{"event":"task.image.generate.completed","task":{"id":"tsk_1"}}',
  },
  {
    what: "a completed task whose images are no list",
    body: '{"event":"task.image.generate.completed","task":{"id":"tsk_1"},"result":{"images":{}}}',
  },
  { what: "a failed task without a task", body: '{"event":"task.image.generate.failed"}' },
])("refuses a well-signed body that is $what, and says where it does not fit", async ({ body }) => {
  const error = await refusal(verify(body, signatureOf(body)));
  expect([error.code, error.status]).toEqual(["invalid_payload", 400]);
  expect(error.details.issues).toEqual(
    expect.arrayContaining([{ path: expect.any(String), message: expect.any(String) }]),
  );
});

test("refuses bytes that are not UTF-8, though well signed", async () => {
  const { createHmac } = await import("node:crypto");
  const body = Buffer.concat([Buffer.from('{"event":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
  const digest = createHmac("sha256", secret).update(`${now}.`).update(body).digest("hex");
  expect((await refusal(verify(body, `t=${now},v1=${digest}`))).code).toBe("invalid_payload");
});

test("refuses a compressed body and an event header that disagrees", async () => {
  const gzip = verify(guide, signatureOf(guide), { headers: { "content-encoding": "gzip" } });
  expect((await refusal(gzip)).code).toBe("unsupported_encoding");
  const other = verify(guide, signatureOf(guide), { headers: { "x-mynth-event": "task.image.generate.failed" } });
  expect((await refusal(other)).code).toBe("invalid_payload");
});

test("delivers a body 20,000 levels deep or refuses it, and never fails on it", async () => {
  const deep = `{"event":"credit.low","x":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
  expect((await verify(deep, signatureOf(deep))).known).toBe(false);
});

test("reports details that differ, keeps them as they came, and refuses them only when strict", async () => {
  const { result, ...rest } = JSON.parse(guide);
  const odd = JSON.stringify({
    ...rest,
    result: { ...result, cost: { images: 0.01, total: "1" }, images: [{ status: "pending" }] },
  });
  const verified = await verify(odd, signatureOf(odd));
  expect(verified.event).toEqual(JSON.parse(odd));
  const paths = verified.known ? verified.delivery.issues.map(({ path }) => path) : [];
  expect(paths).toEqual(["result.images[0].status", "result.cost.images"]);
  expect((await refusal(verify(odd, signatureOf(odd), { strict: true }))).details.issues).toHaveLength(2);
});

test.each(["succeeded", "success"])("knows images of either generation's spelling: %s", async (status) => {
  const { result, ...rest } = JSON.parse(guide);
  const images = [
    { status, id: "img_1", url: null, mynth_url: "https://x", size: "1536x1024", format: "webp", cost: null },
    { status: "failed", error: "text" },
    { status: "failed", error: { code: "CONTENT", message: "m" } },
  ];
  const body = JSON.stringify({ ...rest, task: { ...rest.task, cost: "0.01" }, result: { ...result, images } });
  expect(await verify(body, signatureOf(body), { strict: true })).toMatchObject({
    known: true,
    delivery: { issues: [] },
  });
});
