import type { MynthEvent, UnknownMynthEvent } from "./event.ts";
import { isRecord } from "./payload.ts";

/**
 * What identifies the outcome of a task: event and task, both signed. An event of another name need not be about a task,
 * nor the only one of it; then its own id has to do, or else the body, which is the same on every retry.
 */
export function deliveryKey(
  event: MynthEvent | UnknownMynthEvent,
  id: string | undefined,
  rawBody: Uint8Array,
): string | Promise<string> {
  const task: unknown = event.task;
  if (isOutcome(event.event) && isRecord(task) && typeof task.id === "string") return `${event.event}:${task.id}`;
  return id === undefined ? digestKey(event.event, rawBody) : `${event.event}:${id}`;
}

/** Whether it names what a task comes to but once, known or not. */
function isOutcome(name: string): boolean {
  return name.startsWith("task.") && (name.endsWith(".completed") || name.endsWith(".failed"));
}

async function digestKey(name: string, rawBody: Uint8Array): Promise<string> {
  return `${name}:${await digestHex(rawBody)}`;
}

async function digestHex(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", Uint8Array.from(bytes)));
  return `sha256-${Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
