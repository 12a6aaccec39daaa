import { failedImages, isKnownEvent, succeededImages, totalCost, type VerifyResult } from "@mynth-webhooks/core";
import type { Inspection } from "./inspect-request.ts";

/** The facts that `listen` prints about a delivery. */
export interface Facts {
  readonly state: Inspection["state"];
  /** The error code of a rejected delivery. */
  readonly code?: string;
  /** The diagnosis of a rejected delivery. */
  readonly explanation?: string;
  readonly event?: string;
  readonly task?: string;
  readonly images?: number;
  readonly failedImages?: number;
  /** In US dollars, as received. */
  readonly cost?: string | undefined;
  /** The error code of a failed task. */
  readonly error?: string | undefined;
  readonly scheme?: string;
  /** Seconds since it was signed. */
  readonly age?: number;
}

/** Returns what a delivery is about, and whether it was verified. */
export function getFacts(inspection: Inspection): Facts {
  switch (inspection.state) {
    case "verified": {
      const { event, delivery } = inspection.verified;
      const { scheme, timestamp } = delivery;
      const age = timestamp === undefined ? {} : { age: Math.round(Date.now() / 1000) - timestamp };
      return { state: "verified", ...getEventFacts(event), scheme, ...age };
    }
    case "unchecked":
      return { state: "unchecked", ...getEventFacts(inspection.event) };
    case "rejected": {
      const { error, diagnosis, event } = inspection;
      return { state: "rejected", ...getEventFacts(event), code: error.code, explanation: diagnosis.explanation };
    }
  }
}

function getEventFacts(event: VerifyResult["event"] | undefined): Partial<Facts> {
  if (event === undefined) return {};
  if (!isKnownEvent(event)) return { event: event.event };
  // Events whose details differ from the schema are delivered too, so a code may be of any type.
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
