import { type SignedDelivery, type SignOptions, signDelivery } from "./sign-delivery.ts";

/** Longer ago than any receiver should take, in seconds. */
const longAgo = 3600;

/**
 * Deliveries that a receiver has to refuse, each made from a payload and the options it would be signed with.
 *
 * @example
 * for (const bad of Object.values(badDeliveries)) {
 *   const { headers, body } = bad(event, { secret });
 *   await request(app).post("/webhooks/mynth").set(headers).send(body).expect((res) => res.status >= 400);
 * }
 */
export const badDeliveries = {
  /** Signed an hour ago: a replay. */
  stale(payload: string | object, options: SignOptions): SignedDelivery {
    const { timestamp = Math.floor(Date.now() / 1000) } = options;
    return signDelivery(payload, { ...options, timestamp: timestamp - longAgo });
  },

  /** With another body than was signed. */
  tampered(payload: string | object, options: SignOptions): SignedDelivery {
    const { headers, body } = signDelivery(payload, options);
    return { headers, body: tamperWith(body) };
  },

  /** Signed with a secret that is not the receiver's. */
  wrongSecret(payload: string | object, options: SignOptions): SignedDelivery {
    const other = options.secret.startsWith("whsec_")
      ? `whsec_${Buffer.alloc(24).toString("base64")}`
      : "wbs_not_yours";
    return signDelivery(payload, { ...options, secret: other });
  },

  /** Without a signature. */
  unsigned(payload: string | object, options: SignOptions): SignedDelivery {
    const { headers, body } = signDelivery(payload, options);
    const unsigned = Object.entries(headers).filter(([name]) => !name.endsWith("signature"));
    return { headers: Object.fromEntries(unsigned), body };
  },

  /** The same JSON in other bytes than were signed, as a proxy or a parser makes them. */
  reserialized(payload: string | object, options: SignOptions): SignedDelivery {
    const value: unknown = typeof payload === "string" ? JSON.parse(payload) : payload;
    const { headers } = signDelivery(JSON.stringify(value, undefined, 2), { id: getId(value), ...options });
    return { headers, body: JSON.stringify(value) };
  },
} as const;

/** What can be wrong with a delivery. */
export type BadDelivery = keyof typeof badDeliveries;

/** Still an object if it was one with a member, so that nothing but the signature speaks against it. */
function tamperWith(body: string): string {
  const changed = body.replace(/([^{\s])\s*}\s*$/, '$1,"tampered":true}');
  return changed === body ? `${body} ` : changed;
}

function getId(value: unknown): string {
  return typeof value === "object" && value !== null && "id" in value && typeof value.id === "string"
    ? value.id
    : "evt_example";
}
