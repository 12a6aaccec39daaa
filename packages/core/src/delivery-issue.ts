import type * as z from "zod/mini";

/** One place where a payload is not as described. Holds no value of the payload. */
export interface DeliveryIssue {
  /** Where, as in `result.images[0].cost`. */
  readonly path: string;
  /** What was expected there. */
  readonly message: string;
}

/** What a schema has against a value; empty when it fits. */
export function issuesOf(schema: z.ZodMiniType, value: unknown): readonly DeliveryIssue[] {
  const result = schema.safeParse(value);
  if (result.success) return [];
  return result.error.issues.map(({ path, message }) => ({ path: pathText(path), message }));
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? String(key) : `${text}.${String(key)}`;
  }, "");
}
