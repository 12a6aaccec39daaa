import type { FieldType } from "./field-types.ts";

/** The required field of an operation's `result`. */
export interface RequiredField {
  readonly name: string;
  readonly type: FieldType;
}

/**
 * Every known operation, by the middle of its event names (`task.{operation}.completed`). To add an operation, add it
 * here, and its schemas in `schemas/operation-schemas.ts`.
 */
export const operations = {
  "image.generate": { name: "images", type: "array" },
  "image.rate": { name: "level", type: "string" },
  "image.alt": { name: "alt", type: "string" },
  "image.review": { name: "score", type: "number" },
  "image.remove_background": { name: "image", type: "object" },
  "image.upscale": { name: "image", type: "object" },
  "video.generate": { name: "videos", type: "array" },
} as const satisfies Record<`${string}.${string}`, RequiredField>;

/** `{media}.{operation}`, the middle of an event's name. */
export type Operation = keyof typeof operations;

/** The exact name of an event. */
export type MynthEventName = `task.${Operation}.${"completed" | "failed"}`;

/** Returns the names of all operations. */
export function getOperationNames(): readonly Operation[] {
  return Object.keys(operations).filter((name): name is Operation => Object.hasOwn(operations, name));
}
