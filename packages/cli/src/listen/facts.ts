import { failedImages, isKnownEvent, succeededImages, totalCost, type VerifyResult } from "@mynth-webhooks/core";
import type { Looked } from "./look-into.ts";

/** What `listen` shows of a delivery. */
export interface Facts {
  readonly state: Looked["state"];
  /** Why it was refused. */
  readonly code?: string;
  /** What explains the refusal. */
  readonly explanation?: string;
  readonly event?: string;
  readonly task?: string;
  readonly images?: number;
  readonly failedImages?: number;
  /** US dollars, as they came. */
  readonly cost?: string | undefined;
  /** Why the task failed. */
  readonly error?: string | undefined;
  readonly scheme?: string;
  /** Since it was signed, in seconds. */
  readonly age?: number;
}

/** Says what a delivery is about, and whether it is to be believed. */
export function getFacts(looked: Looked): Facts {
  switch (looked.state) {
    case "verified": {
      const { event, delivery } = looked.read;
      const { scheme, timestamp } = delivery;
      const age = timestamp === undefined ? {} : { age: Math.round(Date.now() / 1000) - timestamp };
      return { state: "verified", ...eventFacts(event), scheme, ...age };
    }
    case "unchecked":
      return { state: "unchecked", ...eventFacts(looked.read) };
    case "refused": {
      const { refusal, diagnosis, read } = looked;
      return { state: "refused", ...eventFacts(read), code: refusal.code, explanation: diagnosis.explanation };
    }
  }
}

function eventFacts(event: VerifyResult["event"] | undefined): Partial<Facts> {
  if (event === undefined) return {};
  if (!isKnownEvent(event)) return { event: event.event };
  // What differs from its description is delivered all the same, so a code may be anything.
  const code: unknown = "errors" in event ? event.errors?.[0]?.code : undefined;
  return {
    event: event.event,
    task: event.task.id,
    images: succeededImages(event).length,
    failedImages: failedImages(event).length,
    cost: totalCost(event),
    error: typeof code === "string" ? code : undefined,
  };
}
