import { completedPayload } from "../example-payload.ts";
import { type SignOptions, signDelivery } from "../sign-delivery.ts";
import type { ContractRequest } from "./app.ts";

/** The suite's secret for `X-Mynth-Signature`. */
export const secret = "wbs_contract_secret";
/** The suite's secret for Standard Webhooks. */
export const standardSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/** The suite's token for URLs. */
export const token = "a-token-of-my-own-0123456789";
/** The time of the suite's clock, in Unix seconds. */
export const now = 1_783_844_330;

export function signRequest(
  payload: string | object,
  { secret: by = secret, timestamp = now }: Partial<SignOptions> = {},
  extra: Record<string, string> = {},
): ContractRequest {
  const { headers, body } = signDelivery(payload, { secret: by, timestamp });
  return { method: "POST", headers: { ...headers, ...extra }, body: encodeText(body) };
}

/** Signs the guide's example, then changes headers. A function changes the signature header. */
export function alterHeaders(
  change: Record<string, string | undefined> | ((signature: string) => string),
): ContractRequest {
  const request = signRequest(completedPayload);
  const changed =
    typeof change === "function" ? { "x-mynth-signature": change(request.headers["x-mynth-signature"] ?? "") } : change;
  const entries = Object.entries({ ...request.headers, ...changed });
  return {
    ...request,
    headers: Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined)),
  };
}

export function tamperWithBody(): ContractRequest {
  const request = signRequest(completedPayload);
  return { ...request, body: encodeText(JSON.stringify(completedPayload).replace("0.01250000", "9.01250000")) };
}

export function encodeText(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
