import type { MynthEventOf, SignatureScheme } from "@mynth-webhooks/core";
import {
  asStandardWebhooks,
  exampleEvent,
  type Overrides,
  type SignedDelivery,
  signDelivery,
} from "@mynth-webhooks/testing";
import { newTask } from "../new-task.ts";
import { getScheme } from "../secret-option.ts";

type Completed = "task.image.generate.completed";

/** Makes deliveries that a receiver with this secret has to accept, in the generation that goes with the secret. */
export interface Signer {
  readonly secret: string;
  readonly scheme: SignatureScheme;
  /** A payload of a task that was never used. */
  payload(overrides?: Overrides<MynthEventOf<Completed>>): object;
  sign(payload: string | object, timestamp?: number): SignedDelivery;
}

export function signerWith(secret: string): Signer {
  const scheme = getScheme(secret);
  return {
    secret,
    scheme,
    payload(overrides = {}) {
      const event = exampleEvent<Completed>("task.image.generate.completed", {
        ...overrides,
        task: { id: newTask("doctor") },
      });
      return scheme === "mynth" ? event : asStandardWebhooks(event);
    },
    sign(payload, timestamp = secondsFromNow(0)) {
      const id = typeof payload === "string" ? idIn(payload) : undefined;
      return signDelivery(payload, { secret, timestamp, ...(id === undefined ? {} : { id }) });
    },
  };
}

/** The event's id in a body of Standard Webhooks, which its header has to repeat. */
function idIn(text: string): string | undefined {
  return /"(evt_\w+)"/.exec(text)?.[1];
}

/** Unix seconds, so many from now. */
export function secondsFromNow(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}

/** The headers with one changed; those without the name stay as they are. */
export function withHeader(
  { headers, body }: SignedDelivery,
  name: string,
  change: (value: string) => string,
): SignedDelivery {
  const changed = Object.entries(headers).map(([key, value]) => [key, key === name ? change(value) : value]);
  return { headers: Object.fromEntries(changed), body };
}
