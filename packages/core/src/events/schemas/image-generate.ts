import * as z from "zod/mini";
import { metadata, usd } from "./fields.ts";
import { imageOutcome } from "./image.ts";

/** The request in `task.image.generate.*`. Source: the guide; Mynth's SDK for what the guide leaves out. */
export const imageGenerateRequest = z.looseObject({
  /** A string, or an object with its parts, as early versions of Mynth's SDK allowed. */
  prompt: z.union([z.string(), z.looseObject({ positive: z.string(), negative: z.optional(z.string()) })]),
  negative_prompt: z.optional(z.string()),
  /** Such as `"google/gemini-3.1-flash-image"`, or `"auto"`. */
  model: z.optional(z.string()),
  /** The number of images. */
  count: z.optional(z.number()),
  /** A preset such as `"16:9"`, or an object. */
  size: z.optional(z.unknown()),
  output: z.optional(z.unknown()),
  inputs: z.optional(z.array(z.unknown())),
  metadata: z.optional(metadata),
  destination: z.optional(z.string()),
});

/** The result in `task.image.generate.completed`. */
export const imageGenerateResult = z.looseObject({
  /** The model that was used. */
  model: z.string(),
  images: z.array(imageOutcome),
  /** The cost of the images, and the total, in US dollars. Later deliveries have `task.cost` instead. */
  cost: z.optional(z.looseObject({ images: usd, total: usd })),
  magic_prompt: z.optional(z.unknown()),
  size_auto: z.optional(z.unknown()),
  prompt_enhance: z.optional(z.unknown()),
});
