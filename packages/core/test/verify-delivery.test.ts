import Stripe from "stripe";
import { describe, expect, test } from "vitest";
import { MynthWebhookError, verifyDelivery } from "../src/index.ts";
import fixture from "./fixtures/vectors.json" with { type: "json" };

const secret = "wbs_unit";
const now = 1_783_844_330;
const clock = () => now * 1000;
const guide = fixture.vectors[0]!.body;

/** Signs independently: Stripe's test helper writes headers of the same grammar. */
const sign = (payload: string, { by = secret, timestamp = now } = {}) =>
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

const getRejection = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => expect.fail("was not rejected"),
    (thrown: unknown) => thrown,
  );
  return error instanceof MynthWebhookError ? error : expect.fail(`threw ${error}`);
};

test.each(fixture.vectors)(
  "verifyDelivery accepts a signature of openssl over $what",
  async ({ body, signature, timestamp, secret }) => {
    const headers = new Headers({ "x-mynth-signature": `t=${timestamp},v1=${signature}` });
    const verified = await verifyDelivery({ headers, body }, secret, { clock: () => timestamp * 1000 });
    expect(verified.event).toEqual(JSON.parse(body));
  },
);

test("verifyDelivery accepts a body as bytes, as an ArrayBuffer and as a string", async () => {
  const bytes = new TextEncoder().encode(guide);
  for (const body of [bytes, bytes.buffer, guide]) {
    expect((await verify(body, sign(guide))).known).toBe(true);
  }
});

test("verifyDelivery returns the index of the matching secret", async () => {
  const verified = await verify(guide, sign(guide), { by: ["wbs_secret_new", "wbs_newer", secret] });
  expect(verified).toMatchObject({ known: true, delivery: { secretIndex: 2 } });
  expect((await getRejection(verify(guide, sign(guide), { by: ["wbs_secret_a", "wbs_secret_b"] }))).code).toBe(
    "signature_mismatch",
  );
});

test("verifyDelivery rejects every change of a single byte of the body, the timestamp and the signature", async () => {
  const header = sign(guide);
  const body = new TextEncoder().encode(guide);
  const outcomes = new Set<string>();
  for (let index = 0; index < body.length; index += 1) {
    const changed = body.slice();
    changed[index]! ^= 1;
    outcomes.add((await getRejection(verify(changed, header))).code);
  }
  expect(outcomes).toEqual(new Set(["signature_mismatch"]));
  for (let index = 0; index < header.length; index += 1) {
    for (const replacement of ["0", "1", "a", "A", " ", "="]) {
      if (header[index] === replacement) continue;
      const changed = header.slice(0, index) + replacement + header.slice(index + 1);
      outcomes.add((await getRejection(verify(guide, changed, { tolerance: 1e12 }))).code);
    }
  }
  expect(outcomes).toEqual(new Set(["signature_mismatch", "malformed_signature"]));
});

describe("the tolerance of verifyDelivery", () => {
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
  ])(
    "verifyDelivery with tolerance $tolerance, of a delivery signed $skew seconds from now: fresh is $fresh",
    async ({ skew, tolerance, fresh }) => {
      const result = verify(
        guide,
        sign(guide, { timestamp: now + skew }),
        tolerance === undefined ? {} : { tolerance },
      );
      if (fresh) await expect(result).resolves.toMatchObject({ known: true });
      else expect((await getRejection(result)).details).toMatchObject({ skewSeconds: -skew });
    },
  );

  test("verifyDelivery rejects with a TypeError if the clock returns NaN", async () => {
    await expect(verify(guide, sign(guide), { clock: () => Number.NaN })).rejects.toThrow(TypeError);
  });
});

test.each([
  { what: "not JSON", body: "{" },
  { what: "null", body: "null" },
  { what: "an array", body: "[]" },
  { what: "a scalar", body: "1" },
  { what: "empty", body: "" },
  { what: "an event without a name", body: '{"task":{"id":"tsk_1"}}' },
  { what: "an event whose name is not a string", body: '{"event":1,"task":{"id":"tsk_1"}}' },
  { what: "an event with an inherited name", body: '{"__proto__":{"event":"credit.low"}}' },
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
    what: "a completed task without image array",
    body: '{"event":"task.image.generate.completed","task":{"id":"tsk_1"},"result":{"images":{}}}',
  },
  { what: "a failed task without a task", body: '{"event":"task.image.generate.failed"}' },
])("verifyDelivery rejects a signed body that is $what, and lists the issues", async ({ body }) => {
  const error = await getRejection(verify(body, sign(body)));
  expect([error.code, error.status]).toEqual(["invalid_payload", 400]);
  expect(error.details.issues).toEqual(
    expect.arrayContaining([{ path: expect.any(String), message: expect.any(String) }]),
  );
});

test("verifyDelivery rejects a signed body that is not UTF-8", async () => {
  const { createHmac } = await import("node:crypto");
  const body = Buffer.concat([Buffer.from('{"event":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
  const digest = createHmac("sha256", secret).update(`${now}.`).update(body).digest("hex");
  expect((await getRejection(verify(body, `t=${now},v1=${digest}`))).code).toBe("invalid_payload");
});

test("verifyDelivery rejects a compressed body, and an event header that does not match the body", async () => {
  const gzip = verify(guide, sign(guide), { headers: { "content-encoding": "gzip" } });
  expect((await getRejection(gzip)).code).toBe("unsupported_encoding");
  const other = verify(guide, sign(guide), { headers: { "x-mynth-event": "task.image.generate.failed" } });
  expect((await getRejection(other)).code).toBe("invalid_payload");
});

test("verifyDelivery accepts a body with 20,000 levels", async () => {
  const deep = `{"event":"credit.low","x":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
  expect((await verify(deep, sign(deep))).known).toBe(false);
});

test("verifyDelivery reports invalid details, keeps them unchanged, and rejects them only if strict is set", async () => {
  const { result, ...rest } = JSON.parse(guide);
  const odd = JSON.stringify({
    ...rest,
    result: { ...result, cost: { images: 0.01, total: "1" }, images: [{ status: "pending" }] },
  });
  const verified = await verify(odd, sign(odd));
  expect(verified.event).toEqual(JSON.parse(odd));
  const paths = verified.known ? verified.delivery.issues.map(({ path }) => path) : [];
  expect(paths).toEqual(["result.images[0].status", "result.cost.images"]);
  expect((await getRejection(verify(odd, sign(odd), { strict: true }))).details.issues).toHaveLength(2);
});

test.each(["succeeded", "success"])("verifyDelivery accepts the status %s of an image", async (status) => {
  const { result, ...rest } = JSON.parse(guide);
  const images = [
    { status, id: "img_1", url: null, mynth_url: "https://x", size: "1536x1024", format: "webp", cost: null },
    { status: "failed", error: "text" },
    { status: "failed", error: { code: "CONTENT", message: "m" } },
  ];
  const body = JSON.stringify({ ...rest, task: { ...rest.task, cost: "0.01" }, result: { ...result, images } });
  expect(await verify(body, sign(body), { strict: true })).toMatchObject({
    known: true,
    delivery: { issues: [] },
  });
});
