import * as z from "zod/mini";
import { metadata, usd } from "./fields.ts";
import { imageOutcome } from "./image.ts";
import { imageInput, imageSize, output, ratingRequest, taskWebhook } from "./request-fields.ts";

/** The request in `task.image.generate.*`. Source: the guide; Mynth's SDK for the fields that the guide omits. */
export const imageGenerateRequest = z.looseObject({
  /** A string, or an object with its parts, as early versions of Mynth's SDK allowed. */
  prompt: z.union(
    [z.string(), z.looseObject({ positive: z.string(), negative: z.optional(z.string()) })],
    "expected a string or an object with a positive prompt",
  ),
  negative_prompt: z.optional(z.string()),
  /** Whether Mynth improves the prompt. `result.magic_prompt` is the improved one. */
  magic_prompt: z.optional(z.boolean()),
  /** Such as `"google/gemini-3.1-flash-image"`, or `"auto"`. */
  model: z.optional(z.string()),
  /** The number of images. */
  count: z.optional(z.number()),
  size: z.optional(imageSize),
  output: z.optional(output),
  inputs: z.optional(z.array(imageInput)),
  rating: z.optional(ratingRequest),
  /** The rating that is requested. Only on the oldest deliveries, which have no `rating`. Its shape is not documented. */
  content_rating: z.optional(z.unknown()),
  webhook: z.optional(taskWebhook),
  /** Whether the task gets a token with which a browser can read it. */
  generate_public_access_token: z.optional(z.boolean()),
  metadata: z.optional(metadata),
  /** The name of your own storage. */
  destination: z.optional(z.string()),
});

/** The result in `task.image.generate.completed`. Source: the guide; Mynth's SDK for later and older fields. */
export const imageGenerateResult = z.looseObject({
  /** The model that was used. */
  model: z.string(),
  images: z.array(imageOutcome),
  /** The cost of the images, and the total, in US dollars. Later deliveries have `task.cost` instead. */
  cost: z.optional(
    z.looseObject({
      images: usd,
      total: usd,
      /** Mynth's fee. Only on the oldest deliveries. */
      fee: z.optional(z.nullable(usd)),
      /** The cost of improving the prompt. Only on the oldest deliveries. */
      magic_prompt: z.optional(z.nullable(usd)),
    }),
  ),
  /** The improved prompt. Present if the request has `magic_prompt`. */
  magic_prompt: z.optional(z.looseObject({ positive: z.string(), negative: z.optional(z.string()) })),
  /** The size that was chosen. Only on older deliveries. */
  size_auto: z.optional(
    z.looseObject({
      /** `"native"` or `"mynth"` */
      source: z.optional(z.string()),
      /** Such as `"1024x1024"`. */
      value: z.optional(z.string()),
    }),
  ),
  /** The improved prompt. Only on older deliveries, which have no `magic_prompt`. */
  prompt_enhance: z.optional(
    z.looseObject({
      /** `"native"` or `"mynth"` */
      source: z.optional(z.string()),
      positive: z.optional(z.string()),
      negative: z.optional(z.string()),
    }),
  ),
});
