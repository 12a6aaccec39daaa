import * as z from "zod/mini";
import { metadata } from "./fields.ts";
import { image } from "./image.ts";
import { imageSize, output, taskWebhook } from "./request-fields.ts";

/** The request in `task.image.upscale.*`. Source: Mynth's SDK. */
export const imageUpscaleRequest = z.looseObject({
  /** The image to enlarge. */
  url: z.string(),
  /** The factor for each side, `"2x"` or `"4x"`, or an object. Newer deliveries always have it. */
  size: z.optional(imageSize),
  /** Newer deliveries always have it. */
  effort: z.optional(z.enum(["low", "high"])),
  output: z.optional(output),
  webhook: z.optional(taskWebhook),
  metadata: z.optional(metadata),
  /** The name of your own storage. */
  destination: z.optional(z.string()),
});

/** The result in `task.image.upscale.completed`. */
export const imageUpscaleResult = z.looseObject({ image });
