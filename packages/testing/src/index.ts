export { exampleEvent, type Overrides } from "./example-event.ts";
export { completedPayload } from "./example-payload.ts";
export { type SignedDelivery, type SignOptions, signDelivery } from "./sign-delivery.ts";
export { asStandardWebhooks, type StandardWebhooksBody } from "./standard-webhooks.ts";
