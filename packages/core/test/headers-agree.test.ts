import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { verifyDelivery } from "../src/index.ts";
import { signWithStripe } from "./signed-with.ts";

const timestamp = 1_791_100_000;
const clock = () => timestamp * 1000;
const event = "task.image.alt.completed";
const payload = { event, task: { id: "tsk_1" }, result: { alt: "a mug" } };
const key = Buffer.alloc(24, 7);
const secrets = ["wbs_0123456789abcdef", `whsec_${key.toString("base64")}`];

function verifyMynth(content: object, headers: Record<string, string> = {}) {
  const body = JSON.stringify(content);
  return verifyDelivery({ headers: { ...signWithStripe(secrets[0]!, body, timestamp), ...headers }, body }, secrets, {
    clock,
  });
}

/** Events of generation 2 have an id and a timestamp of their own. */
function verifyStandard(id: string, content: object, headers: Record<string, string> = {}) {
  const body = JSON.stringify({
    type: event,
    timestamp: new Date(clock()).toISOString(),
    data: { id: "tsk_1", type: "image.alt", status: "completed", result: payload.result },
    ...content,
  });
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  const signed = { "webhook-id": id, "webhook-timestamp": String(timestamp), "webhook-signature": `v1,${signature}` };
  return verifyDelivery({ headers: { ...signed, ...headers }, body }, secrets, { clock });
}

describe("the X-Mynth-Event header", () => {
  test.each([
    { what: "absent", headers: {} },
    { what: "the event of the body", headers: { "x-mynth-event": event } },
  ])("verifyDelivery accepts an X-Mynth-Event header that is $what", async ({ headers }) => {
    expect(await verifyMynth(payload, headers)).toMatchObject({ event: { event } });
  });

  test.each(["task.image.alt.failed", "", `${event} `, "TASK.IMAGE.ALT.COMPLETED"])(
    "verifyDelivery rejects the X-Mynth-Event header %j, and names the field",
    async (header) => {
      await expect(verifyMynth(payload, { "x-mynth-event": header })).rejects.toMatchObject({
        code: "invalid_payload",
        details: { issues: [{ path: "event", message: expect.stringContaining("X-Mynth-Event") }] },
      });
    },
  );
});

describe("the webhook-id header", () => {
  test("verifyDelivery accepts an id that is in the signed header alone", async () => {
    expect(await verifyStandard("evt_1", {})).toMatchObject({ delivery: { id: "evt_1" } });
  });

  test("verifyDelivery accepts the same id in the header and in the body", async () => {
    expect(await verifyStandard("evt_1", { id: "evt_1" })).toMatchObject({ delivery: { id: "evt_1" } });
  });

  test("verifyDelivery does not compare the id of a body whose header has no signature", async () => {
    const { event: received } = await verifyMynth({ id: "evt_1", ...payload }, { "webhook-id": "evt_2" });
    expect(received).toMatchObject({ task: { id: "tsk_1" } });
  });

  test("verifyDelivery rejects two different ids, and names the field", async () => {
    await expect(verifyStandard("evt_2", { id: "evt_1" })).rejects.toMatchObject({
      code: "invalid_payload",
      details: { issues: [{ path: "id", message: expect.stringContaining("webhook-id") }] },
    });
  });
});
