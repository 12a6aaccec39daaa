export { completedPayload } from "./example-payload.ts";
export { type SignedDelivery, type SignOptions, signDelivery } from "./sign-delivery.ts";
