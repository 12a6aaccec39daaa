import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { MynthWebhookError, verifyDelivery } from "../src/index.ts";
import { signedWith } from "./signed-with.ts";

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

/** The specification's own library as the signer. */
function headersBy(by: string, { id = event.id, payload = body, at = now } = {}) {
  return {
    "webhook-id": id,
    "webhook-timestamp": `${at}`,
    "webhook-signature": new Webhook(by).sign(id, new Date(at * 1000), payload),
  };
}

async function codeOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => expect.fail("was not refused"),
    (thrown: unknown) => thrown,
  );
  return error instanceof MynthWebhookError ? error : expect.fail(`threw ${error}`);
}

test("accepts the specification's reference vector, as far as its signature goes", async () => {
  const headers = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  };
  const delivery = { headers, body: '{"test": 2432232314}' };
  // Its body is no event, which is only looked at behind a signature that holds.
  const clock = () => 1_614_265_330_000;
  expect((await codeOf(verifyDelivery(delivery, secret, { clock }))).code).toBe("invalid_payload");
  expect((await codeOf(verifyDelivery(delivery, otherSecret, { clock }))).code).toBe("signature_mismatch");
});

test("puts what the specification's library signed into the shape of generation 1", async () => {
  const { event: received, delivery } = await verifyDelivery({ headers: headersBy(secret), body }, secret, options);
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

test("leaves the result out of a failed event, and says why it failed", async () => {
  const failed = {
    ...event,
    type: "task.image.generate.failed",
    data: { ...event.data, status: "failed", result: null, cost: null, errors: [{ code: "provider_error" }] },
  };
  const payload = JSON.stringify(failed);
  const verified = await verifyDelivery({ headers: headersBy(secret, { payload }), body: payload }, secret, {
    ...options,
    strict: true,
  });
  expect(verified.event).not.toHaveProperty("result");
  expect(verified.event).toMatchObject({ errors: [{ code: "provider_error" }], task: { id: "tsk_1", cost: null } });
});

test("accepts any of several signatures, whatever stands before and after", async () => {
  const good = headersBy(secret)["webhook-signature"];
  const bad = headersBy(otherSecret)["webhook-signature"];
  for (const signature of [`${bad} ${good}`, `${good} ${bad}`, `v1a,xyz v1,! ${bad} ${good} v1,`, `${good} ${good}`]) {
    const headers = { ...headersBy(secret), "webhook-signature": signature };
    await expect(verifyDelivery({ headers, body }, secret, options)).resolves.toMatchObject({ known: true });
  }
});

test.each([
  { what: "another secret's signature", headers: headersBy(otherSecret), code: "signature_mismatch" },
  { what: "another body", headers: headersBy(secret, { payload: `${body} ` }), code: "signature_mismatch" },
  { what: "another id", headers: { ...headersBy(secret), "webhook-id": "evt_2" }, code: "signature_mismatch" },
  {
    what: "another time",
    headers: { ...headersBy(secret), "webhook-timestamp": `${now + 1}` },
    code: "signature_mismatch",
  },
  {
    what: "a signature under another version's name",
    headers: {
      ...headersBy(secret),
      "webhook-signature": headersBy(secret)["webhook-signature"].replace("v1,", "v1a,"),
    },
    code: "malformed_signature",
  },
  { what: "an old delivery", headers: headersBy(secret, { at: now - 301 }), code: "timestamp_out_of_tolerance" },
  {
    what: "an id that is not the body's, though signed",
    headers: headersBy(secret, { id: "evt_2" }),
    code: "invalid_payload",
  },
  {
    what: "no signature beside id and time, as custom webhooks have it",
    headers: { "webhook-id": event.id, "webhook-timestamp": `${now}` },
    code: "missing_signature",
  },
])("refuses $what", async ({ headers, code }) => {
  expect((await codeOf(verifyDelivery({ headers, body }, secret, options))).code).toBe(code);
});

test("one list of secrets takes in both generations, and each secret signs for its own alone", async () => {
  const old = JSON.stringify({ event: event.type, task: { id: "tsk_1" }, result: { images: [] } });
  const mynth = { headers: signedWith("wbs_old", old, now), body: old };
  const standard = { headers: headersBy(secret), body };
  const secrets = ["wbs_old", secret];
  const [first, second] = await Promise.all([
    verifyDelivery(mynth, secrets, options),
    verifyDelivery(standard, secrets, options),
  ]);
  expect([first.delivery.scheme, second.delivery.scheme]).toEqual(["mynth", "standard-webhooks"]);
  expect([first.delivery.secretIndex, second.delivery.secretIndex]).toEqual([0, 1]);
  expect(first.delivery.key).toBe(second.delivery.key);

  const crossed = { headers: signedWith(secret, old, now), body: old };
  expect((await codeOf(verifyDelivery(crossed, secrets, options))).code).toBe("signature_mismatch");
});

test("accepts a delivery signed in both schemes by whichever secret is there", async () => {
  const headers = { ...headersBy(secret), ...signedWith("wbs_old", body, now) };
  const verified = await verifyDelivery({ headers, body }, [otherSecret, secret], options);
  expect(verified.delivery).toMatchObject({ scheme: "standard-webhooks", secretIndex: 1 });
});

test.each([
  { configured: "wbs_old", hint: /add it to the list/, headers: headersBy(secret) },
  { configured: secret, hint: /add the wbs_ secret/, headers: signedWith("wbs_old", body, now) },
])("says when the only secret is of the other generation: $configured", async ({ configured, hint, headers }) => {
  const error = await codeOf(verifyDelivery({ headers, body }, configured, options));
  expect(error.code).toBe("signature_mismatch");
  expect(error.hint).toMatch(hint);
  expect(error.details).toMatchObject({ fittingSecrets: 0 });
});

test.each(["whsec_", "whsec_not base64", "whsec_abc", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw="])(
  "refuses %j as a secret",
  async (bad) => {
    await expect(verifyDelivery({ headers: {}, body }, bad, options)).rejects.toThrow(/whsec_/);
    await expect(verifyDelivery({ headers: {}, body }, bad, options)).rejects.toThrow(TypeError);
  },
);
