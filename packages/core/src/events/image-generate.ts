import * as z from "zod/mini";
import { metadata, usd } from "./fields.ts";
import { imageOutcome } from "./image.ts";

/** `task.image.generate.*`: what was asked for. */
export const imageGenerateRequest = z.looseObject({
  prompt: z.string(),
  /** As in `"google/gemini-3.1-flash-image"`. */
  model: z.optional(z.string()),
  /** How many images. */
  count: z.optional(z.number()),
  size: z.optional(z.unknown()),
  output: z.optional(z.unknown()),
  inputs: z.optional(z.array(z.unknown())),
  metadata: z.optional(metadata),
});

/** `task.image.generate.completed`: what came of it. */
export const imageGenerateResult = z.looseObject({
  /** The model that was used. */
  model: z.string(),
  images: z.array(imageOutcome),
  /** In US dollars: the images alone, and everything. */
  cost: z.optional(z.looseObject({ images: usd, total: usd })),
  magic_prompt: z.optional(z.unknown()),
  size_auto: z.optional(z.unknown()),
  prompt_enhance: z.optional(z.unknown()),
});
