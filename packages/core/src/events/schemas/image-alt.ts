import * as z from "zod/mini";

/** `task.image.alt.*`: what was asked for. Source: Mynth's SDK. */
export const imageAltRequest = z.looseObject({
  /** The image to describe. */
  url: z.string(),
});

/** `task.image.alt.completed`: what came of it. */
export const imageAltResult = z.looseObject({
  /** A text for the image's `alt` attribute. */
  alt: z.string(),
  url: z.optional(z.string()),
});
