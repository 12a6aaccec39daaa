import { createHmac } from "node:crypto";
import { Webhook } from "standardwebhooks";
import { describe, expect, test, vi } from "vitest";
import { createReceiver, MynthWebhookError, verifyDelivery } from "../src/index.ts";
import { signWithStripe } from "./signed-with.ts";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const otherSecret = `whsec_${Buffer.alloc(24, 7).toString("base64")}`;
const now = 1_791_100_000;
const options = { clock: () => now * 1000 };
const event = {
  id: "evt_01KE7Y9M3R8T2QXN5BVC4WJ6HD",
  type: "task.image.generate.completed",
  timestamp: "2026-10-04T10:00:12.000Z",
  data: {
    id: "tsk_1",
    type: "image.generate",
    status: "completed",
    request: { model: "black-forest-labs/flux.2-pro", prompt: "A sunset", count: 1 },
    result: {
      model: "black-forest-labs/flux.2-pro",
      images: [
        { status: "success", id: "img_1", url: "https://x", mynth_url: "https://x", size: "1536x1024", format: "webp" },
      ],
    },
    errors: null,
    cost: "0.03000000",
    user_id: "user_1",
    api_key_id: "ak_1",
    created_at: "2026-10-04T10:00:00.000Z",
    updated_at: "2026-10-04T10:00:12.000Z",
  },
};
const body = JSON.stringify(event);

/** Signs with the library of the specification. */
function sign(key: string, { id = event.id, payload = body, at = now } = {}) {
  return {
    "webhook-id": id,
    "webhook-timestamp": `${at}`,
    "webhook-signature": new Webhook(key).sign(id, new Date(at * 1000), payload),
  };
}

async function getRejection(promise: Promise<unknown>) {
  const error = await promise.then(
    () => expect.fail("was not rejected"),
    (thrown: unknown) => thrown,
  );
  return error instanceof MynthWebhookError ? error : expect.fail(`threw ${error}`);
}

test("verifyDelivery accepts the signature of the reference vector of Standard Webhooks", async () => {
  const headers = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  };
  const delivery = { headers, body: '{"test": 2432232314}' };
  // Its body is not an event, but the body is only parsed after the signature is verified.
  const clock = () => 1_614_265_330_000;
  expect((await getRejection(verifyDelivery(delivery, secret, { clock }))).code).toBe("invalid_payload");
  expect((await getRejection(verifyDelivery(delivery, otherSecret, { clock }))).code).toBe("signature_mismatch");
});

test("verifyDelivery converts a Standard Webhooks delivery to the shape of generation 1", async () => {
  const { event: received, delivery } = await verifyDelivery({ headers: sign(secret), body }, secret, options);
  const { request, result, errors: _, ...task } = event.data;
  expect(received).toEqual({ id: event.id, timestamp: event.timestamp, event: event.type, task, request, result });
  expect(delivery).toMatchObject({
    key: "task.image.generate.completed:tsk_1",
    id: event.id,
    scheme: "standard-webhooks",
    timestamp: now,
    payload: event,
    originalEventName: event.type,
    issues: [],
  });
});

test("verifyDelivery leaves the null result out of a failed event, and keeps its errors", async () => {
  const failed = {
    ...event,
    type: "task.image.generate.failed",
    data: { ...event.data, status: "failed", result: null, cost: null, errors: [{ code: "provider_error" }] },
  };
  const payload = JSON.stringify(failed);
  const verified = await verifyDelivery({ headers: sign(secret, { payload }), body: payload }, secret, {
    ...options,
    strict: true,
  });
  expect(verified.event).not.toHaveProperty("result");
  expect(verified.event).toMatchObject({ errors: [{ code: "provider_error" }], task: { id: "tsk_1", cost: null } });
});

test("verifyDelivery accepts any of several Standard Webhooks signatures, in any position", async () => {
  const good = sign(secret)["webhook-signature"];
  const bad = sign(otherSecret)["webhook-signature"];
  for (const signature of [`${bad} ${good}`, `${good} ${bad}`, `v1a,xyz v1,! ${bad} ${good} v1,`, `${good} ${good}`]) {
    const headers = { ...sign(secret), "webhook-signature": signature };
    await expect(verifyDelivery({ headers, body }, secret, options)).resolves.toMatchObject({ known: true });
  }
});

test.each([
  { what: "a signature of another secret", headers: sign(otherSecret), code: "signature_mismatch" },
  { what: "another body", headers: sign(secret, { payload: `${body} ` }), code: "signature_mismatch" },
  { what: "another id", headers: { ...sign(secret), "webhook-id": "evt_2" }, code: "signature_mismatch" },
  {
    what: "another timestamp",
    headers: { ...sign(secret), "webhook-timestamp": `${now + 1}` },
    code: "signature_mismatch",
  },
  {
    what: "a signature named as another version",
    headers: {
      ...sign(secret),
      "webhook-signature": sign(secret)["webhook-signature"].replace("v1,", "v1a,"),
    },
    code: "malformed_signature",
  },
  { what: "an old delivery", headers: sign(secret, { at: now - 301 }), code: "timestamp_out_of_tolerance" },
  {
    what: "a signed id that the body contradicts",
    headers: sign(secret, { id: "evt_2" }),
    code: "invalid_payload",
  },
  {
    what: "an id and a timestamp only",
    headers: { "webhook-id": event.id, "webhook-timestamp": `${now}` },
    code: "missing_signature",
  },
])("verifyDelivery rejects a Standard Webhooks delivery with $what", async ({ headers, code }) => {
  expect((await getRejection(verifyDelivery({ headers, body }, secret, options))).code).toBe(code);
});

test("verifyDelivery accepts both schemes with one array of secrets, each secret for its own scheme", async () => {
  const old = JSON.stringify({ event: event.type, task: { id: "tsk_1" }, result: { images: [] } });
  const mynth = { headers: signWithStripe("wbs_secret_old", old, now), body: old };
  const standard = { headers: sign(secret), body };
  const secrets = ["wbs_secret_old", secret];
  const [first, second] = await Promise.all([
    verifyDelivery(mynth, secrets, options),
    verifyDelivery(standard, secrets, options),
  ]);
  expect([first.delivery.scheme, second.delivery.scheme]).toEqual(["mynth", "standard-webhooks"]);
  expect([first.delivery.secretIndex, second.delivery.secretIndex]).toEqual([0, 1]);
  expect(first.delivery.key).toBe(second.delivery.key);
});

test("verifyDelivery accepts X-Mynth-Signature made with the whole text of a whsec_ secret, which is not an old secret", async () => {
  const old = JSON.stringify({ event: event.type, task: { id: "tsk_1" }, result: { images: [] } });
  const crossed = { headers: signWithStripe(secret, old, now), body: old };
  const { delivery } = await verifyDelivery(crossed, ["wbs_secret_old", secret], options);
  expect([delivery.scheme, delivery.secretIndex]).toEqual(["mynth", 1]);

  const onOldSecret = vi.fn();
  const receiver = createReceiver([secret, "wbs_secret_old"], { ...options, onOldSecret });
  const headers: Record<string, string> = signWithStripe("wbs_secret_old", old, now);
  const bytes = new TextEncoder().encode(old);
  const outcome = await receiver.receive(
    { method: "POST", url: "/", header: (name) => headers[name], body: bytes },
    undefined,
  );
  expect([outcome.kind, onOldSecret.mock.calls]).toEqual(["deliver", []]);
});

test("verifyDelivery rejects a Standard Webhooks signature made with the text of a whsec_ secret", async () => {
  const digest = createHmac("sha256", secret).update(`${event.id}.${now}.${body}`).digest("base64");
  const headers = { "webhook-id": event.id, "webhook-timestamp": `${now}`, "webhook-signature": `v1,${digest}` };
  expect((await getRejection(verifyDelivery({ headers, body }, secret, options))).code).toBe("signature_mismatch");
});

describe("a signature that cannot be used, next to one that can", () => {
  const old = JSON.stringify({ event: event.type, task: { id: "tsk_1" }, result: { images: [] } });
  const good = signWithStripe("wbs_secret_old", old, now);
  const unusable: { what: string; headers: Record<string, string> }[] = [
    {
      what: "a signature of a relay's own",
      headers: { "webhook-id": "msg_1", "webhook-timestamp": `${now}`, "webhook-signature": `v1,${"A".repeat(43)}=` },
    },
    {
      what: "asymmetric (v1a) only",
      headers: { "webhook-id": "msg_1", "webhook-timestamp": `${now}`, "webhook-signature": "v1a,AAAA" },
    },
    { what: "of another product", headers: { "webhook-signature": "sha256=abc" } },
    {
      what: "stale",
      headers: { "webhook-id": "m", "webhook-timestamp": "1700000000", "webhook-signature": `v1,${"A".repeat(43)}=` },
    },
  ];
  test.each(unusable)(
    "verifyDelivery accepts a good X-Mynth-Signature next to one that is $what",
    async ({ headers }) => {
      const request = { headers: { ...headers, ...good }, body: old };
      expect((await verifyDelivery(request, "wbs_secret_old", options)).delivery.scheme).toBe("mynth");
    },
  );

  test("verifyDelivery accepts a good webhook-signature next to a malformed and next to a stale X-Mynth-Signature", async () => {
    for (const other of ["sha256=abc", signWithStripe(otherSecret, body, now - 3600)["x-mynth-signature"]]) {
      const headers = { ...sign(secret), "x-mynth-signature": other };
      expect((await verifyDelivery({ headers, body }, secret, options)).delivery.scheme).toBe("standard-webhooks");
    }
  });

  test("verifyDelivery rejects a wrong signature that is fresh next to a good one that is stale", async () => {
    const stale = signWithStripe("wbs_secret_old", old, now - 3600);
    const fresh = { "webhook-id": "m", "webhook-timestamp": `${now}`, "webhook-signature": `v1,${"A".repeat(43)}=` };
    const request = { headers: { ...stale, ...fresh }, body: old };
    expect((await getRejection(verifyDelivery(request, ["wbs_secret_old", secret], options))).code).toBe(
      "signature_mismatch",
    );
  });

  test("verifyDelivery rejects two unusable signatures as malformed, and a malformed one next to a stale one as stale", async () => {
    const malformed = { "x-mynth-signature": "sha256=abc", "webhook-signature": "v1a,AAAA" };
    expect((await getRejection(verifyDelivery({ headers: malformed, body }, secret, options))).code).toBe(
      "malformed_signature",
    );
    const stale = { ...malformed, ...signWithStripe("wbs_secret_old", old, now - 3600) };
    expect((await getRejection(verifyDelivery({ headers: stale, body }, secret, options))).code).toBe(
      "timestamp_out_of_tolerance",
    );
  });
});

test("verifyDelivery accepts a delivery that is signed in both schemes, with a secret for either", async () => {
  const headers = { ...sign(secret), ...signWithStripe("wbs_secret_old", body, now) };
  const verified = await verifyDelivery({ headers, body }, [otherSecret, secret], options);
  expect(verified.delivery).toMatchObject({ scheme: "standard-webhooks", secretIndex: 1 });
});

test.each([
  { what: "a wbs_ secret", configured: "wbs_secret_old", hint: /add it to the secrets/, headers: sign(secret) },
  {
    what: "a whsec_ secret",
    configured: secret,
    hint: /add the wbs_ secret/,
    headers: signWithStripe("wbs_secret_old", body, now),
  },
])(
  "the hint names the missing secret if only $what is configured, for the other scheme",
  async ({ configured, hint, headers }) => {
    const error = await getRejection(verifyDelivery({ headers, body }, configured, options));
    expect(error.code).toBe("signature_mismatch");
    expect(error.hint).toMatch(hint);
    expect(error.details).toMatchObject({ fittingSecrets: 0 });
  },
);
