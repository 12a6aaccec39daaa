import type * as z from "zod/mini";
import type { OmitIndexSignature } from "./omit-index-signature.ts";

/** The fields that a schema describes. */
export type InferFields<Schema extends z.ZodMiniType> = OmitIndexSignature<z.infer<Schema>>;
