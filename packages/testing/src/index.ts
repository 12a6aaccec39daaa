/**
 * Signs Mynth webhook deliveries for tests.
 *
 * @module @mynth-webhooks/testing
 */

export { type BadDelivery, badDeliveries } from "./bad-deliveries.ts";
export { exampleEvent, type Overrides } from "./example-event.ts";
export { completedPayload } from "./example-payload.ts";
export { type FakeClock, fakeClock } from "./fake-clock.ts";
export { viaInject, viaRequest, viaSupertest } from "./senders.ts";
export { type SignedDelivery, type SignOptions, signDelivery } from "./sign-delivery.ts";
export { asStandardWebhooks, type StandardWebhooksBody } from "./standard-webhooks.ts";
