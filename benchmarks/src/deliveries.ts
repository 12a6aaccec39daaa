import { asStandardWebhooks, exampleEvent, type SignedDelivery, signDelivery } from "@mynth-webhooks/testing";

export const secret = "wbs_benchmark_0123456789abcdef";
export const whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
export const path = "/webhooks/mynth";

/** An event whose JSON has about so many bytes. */
export function payloadOf(bytes: number): string {
  const event = exampleEvent("task.image.generate.completed");
  const missing = bytes - JSON.stringify(event).length - '"metadata_padding":"",'.length;
  const padded = { ...event, request: { ...event.request, metadata_padding: "x".repeat(Math.max(0, missing)) } };
  return JSON.stringify(padded);
}

export function delivery(bytes: number): SignedDelivery {
  return signDelivery(payloadOf(bytes), { secret });
}

export function standardDelivery(): SignedDelivery {
  return signDelivery(asStandardWebhooks(exampleEvent("task.image.generate.completed")), { secret: whsec });
}

let count = 0;

/** A delivery of a task that no other is about. */
export function freshDelivery(): SignedDelivery {
  count += 1;
  return signDelivery(exampleEvent("task.image.generate.completed", { task: { id: `tsk_${count}` } }), { secret });
}
