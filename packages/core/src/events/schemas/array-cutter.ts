import * as z from "zod/mini";

/** Far more items than an event of Mynth's has. */
const maxItems = 100;

type Path = readonly PropertyKey[];

/** Called for every array that is cut. */
type OnCut = (path: Path, length: number, maxItems: number) => void;

/** Copies a value, with every array that has a schema cut to its first items. */
export type ArrayCutter = (value: unknown, onCut: OnCut, path: Path) => unknown;

/**
 * Creates the cutter of a schema, or `undefined` if the schema has no arrays. zod's time and stack grow with the number
 * of invalid items. The cutter goes as deep as the schema, and not as deep as the value.
 */
export function createArrayCutter(schema: z.core.$ZodType): ArrayCutter | undefined {
  if (schema instanceof z.ZodMiniOptional || schema instanceof z.ZodMiniNullable) {
    return createArrayCutter(schema.def.innerType);
  }
  // Not z.core.$ZodUnion: a bundle would then hold all of zod, with the texts of every language.
  if (schema instanceof z.ZodMiniUnion || schema instanceof z.ZodMiniDiscriminatedUnion) {
    return createUnionCutter(schema.def.options);
  }
  if (schema instanceof z.ZodMiniArray) return createItemsCutter(schema.def.element);
  if (schema instanceof z.ZodMiniObject) return createFieldsCutter(schema.def.shape);
  return undefined;
}

function createUnionCutter(options: readonly z.core.$ZodType[]): ArrayCutter | undefined {
  const cutters = options.map(createArrayCutter).filter((cut) => cut !== undefined);
  if (cutters.length === 0) return undefined;
  return (value, onCut, path) => cutters.reduce((copy, cut) => cut(copy, onCut, path), value);
}

function createItemsCutter(element: z.core.$ZodType): ArrayCutter {
  const cutItem = createArrayCutter(element);
  return (value, onCut, path) => {
    if (!Array.isArray(value)) return value;
    if (value.length > maxItems) onCut(path, value.length, maxItems);
    const items: readonly unknown[] = value.slice(0, maxItems);
    return cutItem === undefined ? items : items.map((item, index) => cutItem(item, onCut, [...path, index]));
  };
}

function createFieldsCutter(shape: z.core.$ZodShape): ArrayCutter | undefined {
  const cutters = Object.entries(shape).flatMap(([key, field]) => {
    const cut = createArrayCutter(field);
    return cut === undefined ? [] : [{ key, cut }];
  });
  if (cutters.length === 0) return undefined;
  return (value, onCut, path) => {
    if (!isRecord(value)) return value;
    const own = cutters.filter(({ key }) => Object.hasOwn(value, key));
    const copies = own.map(({ key, cut }) => [key, cut(value[key], onCut, [...path, key])]);
    return { ...value, ...Object.fromEntries(copies) };
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
