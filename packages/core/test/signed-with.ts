import Stripe from "stripe";

/** Signs independently: Stripe's test helper writes headers of the grammar of `X-Mynth-Signature`. */
export function signWithStripe(secret: string, payload: string, timestamp: number): { "x-mynth-signature": string } {
  return { "x-mynth-signature": Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp }) };
}
