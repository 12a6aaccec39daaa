import { isRecord } from "../../is-record.ts";

/** A type that a field of a result can have. */
interface Type {
  readonly is: (value: unknown) => boolean;
  /** The name of the type in an issue. */
  readonly expected: string;
}

export const fieldTypes = {
  array: { is: Array.isArray, expected: "an array" },
  object: { is: isRecord, expected: "an object" },
  string: { is: (value: unknown) => typeof value === "string", expected: "a string" },
  number: { is: Number.isFinite, expected: "a number" },
} as const satisfies Record<string, Type>;

export type FieldType = keyof typeof fieldTypes;
