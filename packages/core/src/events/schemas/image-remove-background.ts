import * as z from "zod/mini";
import { metadata } from "./fields.ts";
import { image } from "./image.ts";

/** `task.image.remove_background.*`: what was asked for. Source: Mynth's SDK. */
export const imageRemoveBackgroundRequest = z.looseObject({
  /** The image to take out of its background. */
  url: z.string(),
  metadata: z.optional(metadata),
  destination: z.optional(z.string()),
});

/** `task.image.remove_background.completed`: what came of it. */
export const imageRemoveBackgroundResult = z.looseObject({ image });
