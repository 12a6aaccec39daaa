import type { MynthEvent, UnknownMynthEvent } from "./events/event.ts";
import { isRecord } from "./payload.ts";

/**
 * What identifies the outcome of a task: event and task, both signed. An event of an unknown name need not be about a
 * task; then its own id has to do, or else the body, which is the same on every retry.
 */
export async function deliveryKey(
  event: MynthEvent | UnknownMynthEvent,
  id: string | undefined,
  rawBody: Uint8Array,
): Promise<string> {
  const task: unknown = event.task;
  const subject = isRecord(task) && typeof task.id === "string" ? task.id : (id ?? (await digestOf(rawBody)));
  return `${event.event}:${subject}`;
}

async function digestOf(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", Uint8Array.from(bytes)));
  return `sha256-${Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
