import * as z from "zod/mini";
import { ratingLevels } from "./request-fields.ts";

/** The request in `task.image.rate.*`. Source: Mynth's SDK. */
export const imageRateRequest = z.looseObject({
  /** The image to rate. */
  url: z.string(),
  /** `"nsfw_sfw"` (the default), or `"custom"` with your own levels. */
  mode: z.optional(z.string()),
  levels: z.optional(ratingLevels),
});

/** The result in `task.image.rate.completed`. */
export const imageRateResult = z.looseObject({
  /** `"sfw"`, `"nsfw"`, or the `value` of one of your own levels. */
  level: z.string(),
  url: z.optional(z.string()),
});
