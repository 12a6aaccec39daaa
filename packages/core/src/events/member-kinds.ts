import * as z from "zod/mini";
import { isRecord } from "../payload.ts";

/** What a member of a result can be: told at a glance, and described for whoever has to be told what is wrong. */
export const memberKinds = {
  list: { is: Array.isArray, schema: z.array(z.unknown()) },
  object: { is: isRecord, schema: z.looseObject({}) },
  text: { is: (value: unknown) => typeof value === "string", schema: z.string() },
  number: { is: Number.isFinite, schema: z.number() },
} as const satisfies Record<string, { is: (value: unknown) => boolean; schema: z.ZodMiniType }>;

export type MemberKind = keyof typeof memberKinds;
