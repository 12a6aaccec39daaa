import Stripe from "stripe";
import { secret } from "./deliveries.ts";

/** Returns the id in an event that the recipe did not type. */
export const getTaskId = (event: unknown): unknown => Reflect.get(Object(Reflect.get(Object(event), "task")), "id");

/** On Bun and workerd, stripe uses Web Crypto and is asynchronous only. */
const isAsynchronous = "Bun" in globalThis || "WebSocketPair" in globalThis;

/** Verifies like the usual recipe. */
export const verifyByStripe = (body: Buffer | string, signature: string): unknown =>
  isAsynchronous
    ? Stripe.webhooks.constructEventAsync(body, signature, secret)
    : Stripe.webhooks.constructEvent(body, signature, secret);
