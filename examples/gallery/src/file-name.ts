import { createHash } from "node:crypto";

const safeId = /^[A-Za-z0-9_-]{1,80}$/;

/** Creates the name of a picture's file from its ids, never from its URL. */
export function createFileName(task: string, image: string, extension: string): string {
  return `${escapeId(task)}.${escapeId(image)}.${extension}`;
}

/** Replaces an id with unsafe characters by a hash. The hash starts with `~`, so it differs from every safe id. */
function escapeId(id: string): string {
  return safeId.test(id) ? id : `~${createHash("sha256").update(id).digest("hex")}`;
}
