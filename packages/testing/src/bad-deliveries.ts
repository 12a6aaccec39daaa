import { getScheme } from "@mynth-webhooks/core/secrets";
import { getPayloadId, type SignedDelivery, type SignOptions, signDelivery } from "./sign-delivery.ts";

/** Older than any receiver should accept, in seconds. */
const staleAge = 3600;

/**
 * Deliveries that a receiver must reject. Each function takes a payload and the options to sign it with.
 *
 * @example
 * for (const createBadDelivery of Object.values(badDeliveries)) {
 *   const { headers, body } = createBadDelivery(event, { secret });
 *   await request(app).post("/webhooks/mynth").set(headers).send(body).expect((res) => res.status >= 400);
 * }
 */
export const badDeliveries = {
  /** Signs with a timestamp from an hour ago, as in a replay attack. */
  stale(payload: string | object, options: SignOptions): SignedDelivery {
    const { timestamp = Math.floor(Date.now() / 1000) } = options;
    return signDelivery(payload, { ...options, timestamp: timestamp - staleAge });
  },

  /** Changes the body after signing. */
  tampered(payload: string | object, options: SignOptions): SignedDelivery {
    const { headers, body } = signDelivery(payload, options);
    return { headers, body: tamperWith(body) };
  },

  /** Signs with a secret that is not the receiver's. */
  wrongSecret(payload: string | object, options: SignOptions): SignedDelivery {
    const other =
      getScheme(options.secret) === "standard-webhooks"
        ? `whsec_${Buffer.alloc(24).toString("base64")}`
        : "wbs_not_yours";
    return signDelivery(payload, { ...options, secret: other });
  },

  /** Leaves the signature out. */
  unsigned(payload: string | object, options: SignOptions): SignedDelivery {
    const { headers, body } = signDelivery(payload, options);
    const unsigned = Object.entries(headers).filter(([name]) => !name.endsWith("signature"));
    return { headers: Object.fromEntries(unsigned), body };
  },

  /** Signs the JSON, then serializes it differently, as a proxy or a body parser may. */
  reserialized(payload: string | object, options: SignOptions): SignedDelivery {
    const value: unknown = typeof payload === "string" ? JSON.parse(payload) : payload;
    const { headers } = signDelivery(JSON.stringify(value, undefined, 2), { id: getPayloadId(value), ...options });
    return { headers, body: JSON.stringify(value) };
  },
} as const;

/** The faults of a bad delivery. */
export type BadDelivery = keyof typeof badDeliveries;

/** Adds a member to a non-empty object, so that only the signature is wrong. */
function tamperWith(body: string): string {
  const changed = body.replace(/([^{\s])\s*}\s*$/, '$1,"tampered":true}');
  return changed === body ? `${body} ` : changed;
}
