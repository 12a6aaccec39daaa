import { createHmac } from "node:crypto";
import type { SignatureScheme } from "@mynth-webhooks/core";
import { assertSecret, getScheme } from "@mynth-webhooks/core/secrets";

/** Options of `signDelivery`. */
export interface SignOptions {
  /** The webhook's secret (`wbs_...` or `whsec_...`). */
  readonly secret: string;
  /**
   * The signature scheme.
   *
   * @default "standard-webhooks" for a `whsec_` secret, else "mynth"
   */
  readonly scheme?: SignatureScheme | undefined;
  /**
   * The time of signing, in Unix seconds.
   *
   * @default the current time
   */
  readonly timestamp?: number | undefined;
  /**
   * The `webhook-id` of a Standard Webhooks delivery.
   *
   * @default the payload's `id`
   */
  readonly id?: string | undefined;
}

/** The headers and body of a signed request. */
export interface SignedDelivery {
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Send it byte for byte. */
  readonly body: string;
}

/**
 * Signs a delivery like Mynth, for tests. An object is serialized to JSON; a string is used as it is.
 *
 * @throws {TypeError} if the secret is invalid, as a receiver does
 *
 * @example
 * const { headers, body } = signDelivery(exampleEvent("task.image.alt.completed"), { secret: "wbs_test" });
 * await fetch(url, { method: "POST", headers, body });
 */
export function signDelivery(payload: string | object, options: SignOptions): SignedDelivery {
  assertSecret(options.secret);
  const { secret, timestamp = Math.floor(Date.now() / 1000) } = options;
  const { scheme = getScheme(secret), id = getPayloadId(payload) } = options;
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  return {
    headers: { "content-type": "application/json", ...createSignature[scheme](secret, timestamp, body, id) },
    body,
  };
}

const createSignature = {
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

/** Returns the payload's `id`, or an example id if it has none. */
export function getPayloadId(payload: unknown): string {
  return typeof payload === "object" && payload !== null && "id" in payload && typeof payload.id === "string"
    ? payload.id
    : "evt_example";
}
