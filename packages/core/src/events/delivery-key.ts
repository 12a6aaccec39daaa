import { encodeHex } from "../crypto/hex.ts";
import { isRecord } from "../is-record.ts";
import type { MynthEvent, UnknownMynthEvent } from "./event.ts";

/**
 * Creates the key of a delivery: event and task id for a task's outcome, else event and event id, else a digest of the
 * body. All are signed, and the same on every retry.
 */
export function createDeliveryKey(
  event: MynthEvent | UnknownMynthEvent,
  id: string | undefined,
  rawBody: Uint8Array,
): string | Promise<string> {
  const task: unknown = event.task;
  if (isOutcome(event.event) && isRecord(task) && typeof task.id === "string") return `${event.event}:${task.id}`;
  return id === undefined ? createDigestKey(event.event, rawBody) : `${event.event}:${id}`;
}

/** Whether an event with this name, known or not, happens once per task. */
function isOutcome(name: string): boolean {
  return name.startsWith("task.") && (name.endsWith(".completed") || name.endsWith(".failed"));
}

async function createDigestKey(name: string, rawBody: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", Uint8Array.from(rawBody));
  return `${name}:sha256-${encodeHex(new Uint8Array(digest))}`;
}
