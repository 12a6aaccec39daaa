import * as z from "zod/mini";

/** The format of the output. Source: Mynth's SDK. */
export const output = z.looseObject({
  /** Such as `"webp"`. */
  format: z.optional(z.string()),
  /** 1 to 100. */
  quality: z.optional(z.number()),
});

/** The size of an image: a preset such as `"16:9"`, a factor such as `"2x"`, or an object. Source: Mynth's SDK. */
export const imageSize = z.union(
  [
    z.string(),
    z.looseObject({
      /** `"aspect_ratio"`, `"auto"`, or `"resolution"` in the oldest deliveries. */
      type: z.optional(z.string()),
      /** Such as `"16:9"`. */
      aspectRatio: z.optional(z.string()),
      /** Such as `"4k"`. */
      scale: z.optional(z.string()),
      /** In pixels. */
      width: z.optional(z.number()),
      /** In pixels. */
      height: z.optional(z.number()),
    }),
  ],
  "expected a string or an object",
);

/** An image to generate from: a URL, or an object with its role. Source: Mynth's SDK. */
export const imageInput = z.union(
  [
    z.string(),
    z.looseObject({
      /** `"image"` */
      type: z.optional(z.string()),
      /** The role of the image, such as `"reference"`. */
      as: z.optional(z.string()),
      /** The role of the image, in the oldest deliveries. */
      role: z.optional(z.string()),
      source: z.optional(z.looseObject({ type: z.optional(z.string()), url: z.optional(z.string()) })),
    }),
  ],
  "expected a string or an object",
);

/** Your own levels of a rating. Source: Mynth's SDK. */
export const ratingLevels = z.array(
  z.looseObject({
    /** The value of `level` in the result. */
    value: z.string(),
    description: z.optional(z.string()),
  }),
);

/** The rating that is requested with an image: `true`, or an object with its levels. Source: Mynth's SDK. */
export const ratingRequest = z.union(
  [
    z.boolean(),
    z.looseObject({
      /** `"nsfw_sfw"` (the default), or `"custom"` with your own levels. */
      mode: z.optional(z.string()),
      levels: z.optional(ratingLevels),
    }),
  ],
  "expected a boolean or an object",
);

/** The webhooks of one task. Source: the guide for `enabled` and `custom`; Mynth's SDK for the rest. */
export const taskWebhook = z.looseObject({
  /** `false` skips the registered webhooks. */
  registered: z.optional(z.boolean()),
  /** `registered`, in earlier versions of the API. */
  dashboard: z.optional(z.boolean()),
  /** In the guide's version of the API: `false` skips the registered webhooks. */
  enabled: z.optional(z.boolean()),
  /** Custom webhooks. A URL is shown as `scheme://host` only. */
  custom: z.optional(z.array(z.looseObject({ url: z.optional(z.string()) }))),
});
