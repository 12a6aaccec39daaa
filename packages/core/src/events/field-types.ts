import { isRecord } from "./payload.ts";

/** What a member of a result can be. */
interface Kind {
  readonly is: (value: unknown) => boolean;
  /** What to say where it is not. */
  readonly expected: string;
}

export const fieldTypes = {
  list: { is: Array.isArray, expected: "a list" },
  object: { is: isRecord, expected: "an object" },
  text: { is: (value: unknown) => typeof value === "string", expected: "a text" },
  number: { is: Number.isFinite, expected: "a number" },
} as const satisfies Record<string, Kind>;

export type FieldType = keyof typeof fieldTypes;
