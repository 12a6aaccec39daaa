import * as z from "zod/mini";

/** The request in `task.image.alt.*`. Source: Mynth's SDK. */
export const imageAltRequest = z.looseObject({
  /** The image to describe. */
  url: z.string(),
});

/** The result in `task.image.alt.completed`. */
export const imageAltResult = z.looseObject({
  /** The value for the image's `alt` attribute. */
  alt: z.string(),
  url: z.optional(z.string()),
});
