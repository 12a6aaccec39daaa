import { type Diagnosis, diagnose, MynthWebhookError, type VerifyResult, verifyDelivery } from "@mynth-webhooks/core";
import { signDelivery } from "@mynth-webhooks/testing";

/** A request that came in. */
export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** What a request is, and whether it is to be believed. */
export type Looked =
  | { readonly state: "verified"; readonly read: VerifyResult }
  /** `read` is what it says, believed or not; absent if it is no event. */
  | { readonly state: "unchecked"; readonly read?: VerifyResult["event"] | undefined }
  | {
      readonly state: "refused";
      readonly refusal: MynthWebhookError;
      readonly diagnosis: Diagnosis;
      readonly read?: VerifyResult["event"] | undefined;
    };

/** Verifies a request with the secrets, if there are any, and finds out what is wrong with it. */
export async function lookInto(received: Received, secrets: readonly string[]): Promise<Looked> {
  if (secrets.length === 0) return { state: "unchecked", read: await readUnverified(received.body) };
  try {
    return { state: "verified", read: await verifyDelivery(received, secrets) };
  } catch (error) {
    if (!(error instanceof MynthWebhookError)) throw error;
    const diagnosis = await diagnose(received, secrets);
    return { state: "refused", refusal: error, diagnosis, read: await readUnverified(received.body) };
  }
}

/** Only core knows how to read an event, and only one that is signed: so it is signed here, for nobody else to see. */
const ownSecrets = ["wbs_listen", `whsec_${Buffer.from("listen").toString("base64")}`];

async function readUnverified(body: Uint8Array): Promise<VerifyResult["event"] | undefined> {
  const text = new TextDecoder().decode(body);
  const id = /"id"\s*:\s*"(evt_[\w-]+)"/.exec(text)?.[1];
  for (const secret of ownSecrets) {
    try {
      const signed = signDelivery(text, id === undefined ? { secret } : { secret, id });
      return (await verifyDelivery(signed, secret)).event;
    } catch {
      // Not an event of this generation.
    }
  }
  return undefined;
}
