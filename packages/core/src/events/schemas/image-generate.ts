import * as z from "zod/mini";
import { metadata, usd } from "./fields.ts";
import { imageOutcome } from "./image.ts";

/** `task.image.generate.*`: what was asked for. Source: the guide; Mynth's SDK for what the guide leaves out. */
export const imageGenerateRequest = z.looseObject({
  /** A text; parts of one where it was asked for in parts, as early versions of Mynth's SDK could. */
  prompt: z.union([z.string(), z.looseObject({ positive: z.string(), negative: z.optional(z.string()) })]),
  negative_prompt: z.optional(z.string()),
  /** As in `"google/gemini-3.1-flash-image"`, or `"auto"`. */
  model: z.optional(z.string()),
  /** How many images. */
  count: z.optional(z.number()),
  /** A preset as in `"16:9"`, or an object. */
  size: z.optional(z.unknown()),
  output: z.optional(z.unknown()),
  inputs: z.optional(z.array(z.unknown())),
  metadata: z.optional(metadata),
  destination: z.optional(z.string()),
});

/** `task.image.generate.completed`: what came of it. */
export const imageGenerateResult = z.looseObject({
  /** The model that was used. */
  model: z.string(),
  images: z.array(imageOutcome),
  /** In US dollars: the images alone, and everything. On earlier deliveries; later ones have `task.cost`. */
  cost: z.optional(z.looseObject({ images: usd, total: usd })),
  magic_prompt: z.optional(z.unknown()),
  size_auto: z.optional(z.unknown()),
  prompt_enhance: z.optional(z.unknown()),
});
