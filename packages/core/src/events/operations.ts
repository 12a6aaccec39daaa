import type { FieldType } from "./field-types.ts";

/** The member of `result` that no handler can do without, and what it has to be. */
export interface RequiredField {
  readonly member: string;
  readonly kind: FieldType;
}

/**
 * Every operation whose events are known, by the middle of their names: `task.{operation}.completed` and
 * `task.{operation}.failed`. A further operation is one further entry here, and its schemas in `operation-schemas.ts`.
 */
export const operations = {
  "image.generate": { member: "images", kind: "list" },
  "image.rate": { member: "level", kind: "text" },
  "image.alt": { member: "alt", kind: "text" },
  "image.review": { member: "score", kind: "number" },
  "image.remove_background": { member: "image", kind: "object" },
  "image.upscale": { member: "image", kind: "object" },
  "video.generate": { member: "videos", kind: "list" },
} as const satisfies Record<`${string}.${string}`, RequiredField>;

/** `{media}.{operation}`, the middle of an event's name. */
export type Operation = keyof typeof operations;

/** The names of all operations. */
export function operationNames(): readonly Operation[] {
  return Object.keys(operations).filter((name): name is Operation => Object.hasOwn(operations, name));
}
