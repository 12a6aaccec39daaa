import { asStandardWebhooks, exampleEvent, type SignedDelivery, signDelivery } from "@mynth-webhooks/testing";

export const secret = "wbs_benchmark_0123456789abcdef";
export const whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
export const path = "/webhooks/mynth";

/** Creates an event whose JSON has about this many bytes. */
export function createPayload(bytes: number): string {
  const event = exampleEvent("task.image.generate.completed");
  const missing = bytes - JSON.stringify(event).length - '"metadata_padding":"",'.length;
  const padded = { ...event, request: { ...event.request, metadata_padding: "x".repeat(Math.max(0, missing)) } };
  return JSON.stringify(padded);
}

export function createDelivery(bytes: number): SignedDelivery {
  return signDelivery(createPayload(bytes), { secret });
}

export function createStandardDelivery(): SignedDelivery {
  return signDelivery(asStandardWebhooks(exampleEvent("task.image.generate.completed")), { secret: whsec });
}

let count = 0;

/** Creates a delivery with a task id that no other delivery uses. */
export function createUniqueDelivery(): SignedDelivery {
  count += 1;
  return signDelivery(exampleEvent("task.image.generate.completed", { task: { id: `tsk_${count}` } }), { secret });
}
