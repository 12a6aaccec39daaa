import * as z from "zod/mini";
import { metadata } from "./fields.ts";
import { image } from "./image.ts";

/** The request in `task.image.remove_background.*`. Source: Mynth's SDK. */
export const imageRemoveBackgroundRequest = z.looseObject({
  /** The image whose background to remove. */
  url: z.string(),
  metadata: z.optional(metadata),
  destination: z.optional(z.string()),
});

/** The result in `task.image.remove_background.completed`. */
export const imageRemoveBackgroundResult = z.looseObject({ image });
