import type { MynthEventOf, SignatureScheme } from "@mynth-webhooks/core";
import { getScheme } from "@mynth-webhooks/core/secrets";
import {
  asStandardWebhooks,
  exampleEvent,
  type Overrides,
  type SignedDelivery,
  signDelivery,
} from "@mynth-webhooks/testing";
import { createTaskId } from "../create-task-id.ts";

type Completed = "task.image.generate.completed";

/** Creates deliveries that a receiver with this secret must accept, in the secret's scheme. */
export interface Signer {
  readonly secret: string;
  readonly scheme: SignatureScheme;
  /** Creates a payload with a task id that was never used. */
  payload(overrides?: Overrides<MynthEventOf<Completed>>): object;
  sign(payload: string | object, timestamp?: number): SignedDelivery;
}

export function createSigner(secret: string): Signer {
  const scheme = getScheme(secret);
  return {
    secret,
    scheme,
    payload(overrides = {}) {
      const event = exampleEvent<Completed>("task.image.generate.completed", {
        ...overrides,
        task: { id: createTaskId("doctor") },
      });
      return scheme === "mynth" ? event : asStandardWebhooks(event);
    },
    sign(payload, timestamp = secondsFromNow(0)) {
      const id = typeof payload === "string" ? findEventId(payload) : undefined;
      return signDelivery(payload, { secret, timestamp, ...(id === undefined ? {} : { id }) });
    },
  };
}

/** Finds the event id in a Standard Webhooks body. The `webhook-id` header must repeat it. */
function findEventId(text: string): string | undefined {
  return /"(evt_\w+)"/.exec(text)?.[1];
}

/** Returns a time relative to now, in Unix seconds. */
export function secondsFromNow(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

/** Returns the delivery with one header changed. Nothing changes if there is no such header. */
export function withHeader(
  { headers, body }: SignedDelivery,
  name: string,
  change: (value: string) => string,
): SignedDelivery {
  const changed = Object.entries(headers).map(([key, value]) => [key, key === name ? change(value) : value]);
  return { headers: Object.fromEntries(changed), body };
}
