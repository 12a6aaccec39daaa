import { createHmac } from "node:crypto";
import type { SignatureScheme } from "@mynth-webhooks/core";

/** How a delivery is signed. */
export interface SignOptions {
  /** The webhook's secret (`wbs_...` or `whsec_...`). */
  readonly secret: string;
  /** Default: `"standard-webhooks"` with a `whsec_` secret, else `"mynth"`. */
  readonly scheme?: SignatureScheme;
  /** When it is signed, in Unix seconds. Default: now. */
  readonly timestamp?: number;
  /** The `webhook-id` of a Standard Webhooks delivery. Default: the payload's `id`. */
  readonly id?: string;
}

/** What goes over the wire. */
export interface SignedDelivery {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** To be sent byte for byte. */
  readonly body: string;
}

/**
 * Signs a delivery the way Mynth does, for tests. An object becomes JSON first; a text is sent as it is.
 *
 * @example
 * const { headers, body } = signDelivery(exampleEvent("task.image.alt.completed"), { secret: "wbs_test" });
 * await fetch(url, { method: "POST", headers, body });
 */
export function signDelivery(payload: string | object, options: SignOptions): SignedDelivery {
  const { secret, timestamp = Math.floor(Date.now() / 1000) } = options;
  const { scheme = secret.startsWith("whsec_") ? "standard-webhooks" : "mynth", id = getId(payload) } = options;
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  return { headers: { "content-type": "application/json", ...signature[scheme](secret, timestamp, body, id) }, body };
}

const signature = {
  mynth(secret: string, timestamp: number, body: string) {
    const digest = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
    return { "x-mynth-signature": `t=${timestamp},v1=${digest}` };
  },
  "standard-webhooks"(secret: string, timestamp: number, body: string, id: string) {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    const digest = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
    return { "webhook-id": id, "webhook-timestamp": `${timestamp}`, "webhook-signature": `v1,${digest}` };
  },
} satisfies Record<SignatureScheme, unknown>;

function getId(payload: string | object): string {
  return typeof payload === "object" && "id" in payload && typeof payload.id === "string" ? payload.id : "evt_example";
}
