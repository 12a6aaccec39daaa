import { completedPayload } from "../example-payload.ts";
import { type SignOptions, signDelivery } from "../sign-delivery.ts";
import type { ContractRequest } from "./app.ts";

/** What the suite signs with. */
export const secret = "wbs_contract_secret";
/** The suite's clock, in Unix seconds. */
export const now = 1_783_844_330;

export function signed(
  payload: string | object,
  { secret: by = secret, timestamp = now }: Partial<SignOptions> = {},
  extra: Record<string, string> = {},
): ContractRequest {
  const { headers, body } = signDelivery(payload, { secret: by, timestamp });
  return { method: "POST", headers: { ...headers, ...extra }, body: bytes(body) };
}

/** The guide's example, signed, with other headers; a function gets the signature header. */
export function altered(change: Record<string, string | undefined> | ((signature: string) => string)): ContractRequest {
  const request = signed(completedPayload);
  const changed =
    typeof change === "function" ? { "x-mynth-signature": change(request.headers["x-mynth-signature"] ?? "") } : change;
  const entries = Object.entries({ ...request.headers, ...changed });
  return {
    ...request,
    headers: Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined)),
  };
}

export function tampered(): ContractRequest {
  const request = signed(completedPayload);
  return { ...request, body: bytes(JSON.stringify(completedPayload).replace("0.01250000", "9.01250000")) };
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
