import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { createReceiver, verifyDelivery } from "../src/index.ts";
import { signWithStripe } from "./signed-with.ts";

const timestamp = 1_791_100_000;
const clock = () => timestamp * 1000;
const event = "task.image.alt.completed";
const result = { alt: "a mug" };
const key = Buffer.alloc(24, 7);
const wbs = "wbs_0123456789abcdef";
const token = "token-of-my-own-0123456789";

const generation1 = { event, task: { id: "tsk_1" }, result };
const generation2 = {
  type: event,
  timestamp: new Date(clock()).toISOString(),
  data: { id: "tsk_2", type: "image.alt", status: "completed", result },
};
/** Readable as either, by somebody who may choose the scheme. */
const both = { ...generation1, ...generation2 };

const schemes = {
  mynth: (body: string) => signWithStripe(wbs, body, timestamp),
  "standard-webhooks": (body: string) => ({
    "webhook-id": "evt_1",
    "webhook-timestamp": `${timestamp}`,
    "webhook-signature": `v1,${createHmac("sha256", key).update(`evt_1.${timestamp}.${body}`).digest("base64")}`,
  }),
  "url-token": () => ({}),
};

async function verify(scheme: keyof typeof schemes, payload: object): Promise<string> {
  const body = JSON.stringify(payload);
  const request = { headers: schemes[scheme](body), body, url: `https://example.com/?token=${token}` };
  const { event } = await verifyDelivery(request, [wbs, `whsec_${key.toString("base64")}`], { clock, token });
  if (!("task" in event)) throw new TypeError("The event has no task.");
  return JSON.stringify(event.task);
}

describe("the shape of a body", () => {
  test.each([
    { scheme: "mynth" as const, shape: "generation 1", payload: generation1, task: "tsk_1" },
    { scheme: "standard-webhooks" as const, shape: "generation 2", payload: generation2, task: "tsk_2" },
    { scheme: "url-token" as const, shape: "generation 1", payload: generation1, task: "tsk_1" },
    { scheme: "url-token" as const, shape: "generation 2", payload: generation2, task: "tsk_2" },
    { scheme: "mynth" as const, shape: "both generations", payload: both, task: "tsk_1" },
    { scheme: "standard-webhooks" as const, shape: "both generations", payload: both, task: "tsk_2" },
  ])("a body of $shape is read by the rules of the scheme $scheme", async ({ scheme, payload, task }) => {
    expect(await verify(scheme, payload)).toContain(task);
  });

  test.each([
    { scheme: "mynth" as const, payload: generation2, path: "event" },
    { scheme: "standard-webhooks" as const, payload: generation1, path: "type" },
  ])(
    "a signature of the scheme $scheme does not cover the other generation's body",
    async ({ scheme, payload, path }) => {
      await expect(verify(scheme, payload)).rejects.toMatchObject({
        code: "invalid_payload",
        details: { issues: [{ path }] },
      });
    },
  );
});

test("receive returns the outcome itself if the secret's function returns no promise", async () => {
  const body = JSON.stringify(generation1);
  const headers = new Map(Object.entries(schemes.mynth(body)));
  const request = { method: "POST", url: "/", header: (name: string) => headers.get(name), body: Buffer.from(body) };
  const receiver = createReceiver(() => wbs, { clock });
  await receiver.receive(request, undefined); // The schemas load with the first delivery.
  expect(receiver.receive(request, undefined)).toMatchObject({ kind: "deliver" });
});
