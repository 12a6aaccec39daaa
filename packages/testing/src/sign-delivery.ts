import { createHmac } from "node:crypto";

/** How a delivery is signed. */
export interface SignOptions {
  /** The webhook's secret (`wbs_...`). */
  readonly secret: string;
  /** When it is signed, in Unix seconds. Default: now. */
  readonly timestamp?: number;
}

/** What goes over the wire. */
export interface SignedDelivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Signs a delivery the way Mynth does, for tests: `X-Mynth-Signature` over the body as given. An object becomes JSON
 * first; a text is sent as it is.
 *
 * @example
 * const { headers, body } = signDelivery(completedPayload, { secret: "wbs_test" });
 * await fetch(url, { method: "POST", headers, body });
 */
export function signDelivery(
  payload: string | object,
  { secret, timestamp = Math.floor(Date.now() / 1000) }: SignOptions,
): SignedDelivery {
  const body = typeof payload === "string" ? payload : JSON.stringify(payload);
  const signature = createHmac("sha256", secret).update(`${timestamp}.${body}`).digest("hex");
  return {
    headers: { "content-type": "application/json", "x-mynth-signature": `t=${timestamp},v1=${signature}` },
    body,
  };
}
