import { createHash } from "node:crypto";

const harmless = /^[A-Za-z0-9_-]{1,80}$/;

/** A picture's file: named after its ids, never after its URL. */
export function fileName(task: string, image: string, extension: string): string {
  return `${safe(task)}.${safe(image)}.${extension}`;
}

/** An id as part of a file's name. One with other characters becomes a hash, which begins as no harmless id does. */
function safe(id: string): string {
  return harmless.test(id) ? id : `~${createHash("sha256").update(id).digest("hex")}`;
}
