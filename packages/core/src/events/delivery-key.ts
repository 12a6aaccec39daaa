import { encodeHex } from "../crypto/hex.ts";
import { isRecord } from "../is-record.ts";
import type { MynthEvent, UnknownMynthEvent } from "./event.ts";

/**
 * Creates the key of a delivery: event and task id for a task's outcome, else event and event id, else event and a
 * digest of the body. It is the same on every retry, and no two events have the same.
 */
export function createDeliveryKey(
  event: MynthEvent | UnknownMynthEvent,
  id: string | undefined,
  rawBody: Uint8Array,
): string | Promise<string> {
  const task = getTask(event);
  if (isOutcome(event.event) && isRecord(task) && typeof task.id === "string") return joinKey(event.event, task.id);
  return id === undefined ? createDigestKey(event.event, rawBody) : joinKey(event.event, "id", id);
}

/** Known events have one shape. In the Standard Webhooks body of an unknown outcome, the data is the task. */
function getTask(event: object): unknown {
  if (!isRecord(event)) return undefined;
  return event.task ?? (event.type === event.event ? event.data : undefined);
}

/** Whether an event with this name, known or not, happens once per task. */
function isOutcome(name: string): boolean {
  return name.startsWith("task.") && (name.endsWith(".completed") || name.endsWith(".failed"));
}

async function createDigestKey(name: string, rawBody: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", Uint8Array.from(rawBody));
  return joinKey(name, "sha256", encodeHex(new Uint8Array(digest)));
}

/** Joins parts with colons. Mynth's names and ids have no colon, but a custom webhook is not signed. */
function joinKey(...parts: readonly string[]): string {
  return parts.map(escapePart).join(":");
}

function escapePart(part: string): string {
  if (!part.includes(":") && !part.includes("%")) return part;
  return part.replaceAll("%", "%25").replaceAll(":", "%3A");
}
