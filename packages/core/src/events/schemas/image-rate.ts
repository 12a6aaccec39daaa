import * as z from "zod/mini";

/** The request in `task.image.rate.*`. Source: Mynth's SDK. */
export const imageRateRequest = z.looseObject({
  /** The image to rate. */
  url: z.string(),
  /** `"nsfw_sfw"` (the default), or `"custom"` with your own levels. */
  mode: z.optional(z.string()),
  levels: z.optional(z.array(z.looseObject({ value: z.string(), description: z.optional(z.string()) }))),
});

/** The result in `task.image.rate.completed`. */
export const imageRateResult = z.looseObject({
  /** `"sfw"`, `"nsfw"`, or the `value` of one of your own levels. */
  level: z.string(),
  url: z.optional(z.string()),
});
