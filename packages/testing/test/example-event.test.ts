import { type Delivery, eventNames, type MynthEvent, verifyDelivery } from "@mynth-webhooks/core";
import { eventSchemas } from "@mynth-webhooks/core/schemas";
import { Webhook } from "standardwebhooks";
import { describe, expect, expectTypeOf, test } from "vitest";
import { asStandardWebhooks, completedPayload, exampleEvent, signDelivery } from "../src/index.ts";

const mynth = "wbs_test";
const standard = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

describe.each(eventNames)("exampleEvent(%j)", (name) => {
  test(`exampleEvent("${name}") matches core's schemas in every detail`, () => {
    expect(eventSchemas(name).details.safeParse(exampleEvent(name))).toMatchObject({ success: true });
  });

  test(`exampleEvent("${name}") verifies strictly by both schemes, as the same event`, async () => {
    const event = exampleEvent(name);
    const verify = (payload: object, secret: string): Promise<{ event: object; delivery: Delivery }> =>
      verifyDelivery(signDelivery(payload, { secret }), secret, { strict: true });
    const first = await verify(event, mynth);
    const second = await verify(asStandardWebhooks(event), standard);
    expect(first.event).toEqual(event);
    expect(second.event).toMatchObject(event);
    expect(Object.keys(second.event).sort()).toEqual([...Object.keys(event), "id", "timestamp"].sort());
    expect(second.delivery.key).toBe(first.delivery.key);
  });

  test(`exampleEvent("${name}") signed as Standard Webhooks verifies with the specification's library`, () => {
    const { headers, body } = signDelivery(asStandardWebhooks(exampleEvent(name)), { secret: standard });
    expect(new Webhook(standard).verify(body, headers)).toEqual(JSON.parse(body));
  });
});

test("completedPayload matches core's schemas in every detail", () => {
  expect(eventSchemas(completedPayload.event).details.safeParse(completedPayload)).toMatchObject({ success: true });
});

test("exampleEvent overrides fields at every depth", () => {
  const event = exampleEvent("task.image.generate.completed", {
    task: { id: "tsk_1", cost: undefined },
    request: { metadata: { order: "ord_1" } },
    result: { images: [] },
  });
  expect(event.task).toEqual({ id: "tsk_1" });
  expect(event.request).toMatchObject({ prompt: "A lighthouse in the fog", metadata: { order: "ord_1" } });
  expect(event.result).toMatchObject({ model: "black-forest-labs/flux.2-pro", images: [] });
  // @ts-expect-error a misspelled field is a compile error
  exampleEvent("task.image.alt.completed", { result: { alternative: "" } });
});

test("exampleEvent throws if the overrides make the event invalid", () => {
  expect(() => exampleEvent("task.image.alt.completed", { task: { id: "" } })).toThrow(TypeError);
  expect(() => exampleEvent("task.image.alt.completed", { result: undefined })).toThrow(TypeError);
});

test("exampleEvent returns the type of the named event", () => {
  expectTypeOf(exampleEvent<MynthEvent["event"]>).toBeFunction();
  expectTypeOf(exampleEvent("task.image.alt.completed").result.alt).toEqualTypeOf<string>();
});
