import {
  type Diagnosis,
  diagnose,
  MynthWebhookError,
  readUnverifiedEvent,
  type UnverifiedEvent,
  type VerifyResult,
  verifyDelivery,
} from "@mynth-webhooks/core";

/** A request whose body has been read. */
export interface BufferedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** The result of inspecting a request. */
export type Inspection =
  | { readonly state: "verified"; readonly verified: VerifyResult }
  /** `event` is unverified, and absent if the body is not an event. */
  | { readonly state: "unchecked"; readonly event?: UnverifiedEvent["event"] | undefined }
  | {
      readonly state: "rejected";
      readonly error: MynthWebhookError;
      readonly diagnosis: Diagnosis;
      /** Unverified, and absent if the body is not an event. */
      readonly event?: UnverifiedEvent["event"] | undefined;
    };

/** Verifies a request if there are secrets, and diagnoses it if it is rejected. */
export async function inspectRequest(request: BufferedRequest, secrets: readonly string[]): Promise<Inspection> {
  if (secrets.length === 0) return { state: "unchecked", event: readEvent(request.body) };
  try {
    return { state: "verified", verified: await verifyDelivery(request, secrets) };
  } catch (error) {
    if (!(error instanceof MynthWebhookError)) throw error;
    const diagnosis = await diagnose(request, secrets);
    return { state: "rejected", error, diagnosis, event: readEvent(request.body) };
  }
}

function readEvent(body: Uint8Array): UnverifiedEvent["event"] | undefined {
  try {
    return readUnverifiedEvent(body).event;
  } catch {
    // The body is not an event.
    return undefined;
  }
}
