import * as z from "zod/mini";

/** `task.image.rate.*`: what was asked for. Source: Mynth's SDK. */
export const imageRateRequest = z.looseObject({
  /** The image to rate. */
  url: z.string(),
  /** `"nsfw_sfw"` (also where it is absent) or `"custom"`, with levels of your own. */
  mode: z.optional(z.string()),
  levels: z.optional(z.array(z.looseObject({ value: z.string(), description: z.optional(z.string()) }))),
});

/** `task.image.rate.completed`: what came of it. */
export const imageRateResult = z.looseObject({
  /** `"sfw"`, `"nsfw"`, or the `value` of a level of your own. */
  level: z.string(),
  url: z.optional(z.string()),
});
