import * as z from "zod/mini";
import { metadata } from "./fields.ts";
import { image } from "./image.ts";
import { output, taskWebhook } from "./request-fields.ts";

/** The request in `task.image.remove_background.*`. Source: Mynth's SDK. */
export const imageRemoveBackgroundRequest = z.looseObject({
  /** The image whose background to remove. */
  url: z.string(),
  output: z.optional(output),
  webhook: z.optional(taskWebhook),
  metadata: z.optional(metadata),
  /** The name of your own storage. */
  destination: z.optional(z.string()),
});

/** The result in `task.image.remove_background.completed`. */
export const imageRemoveBackgroundResult = z.looseObject({ image });
