import Stripe from "stripe";

/** Headers by an independent signer: Stripe's test helper writes the grammar of `X-Mynth-Signature`. */
export function signedWith(secret: string, payload: string, timestamp: number): { "x-mynth-signature": string } {
  return { "x-mynth-signature": Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp }) };
}
