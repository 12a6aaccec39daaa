import * as z from "zod/mini";
import { metadata } from "./fields.ts";
import { image } from "./image.ts";

/** The request in `task.image.upscale.*`. Source: Mynth's SDK. */
export const imageUpscaleRequest = z.looseObject({
  /** The image to enlarge. */
  url: z.string(),
  /** The factor for each side, `"2x"` or `"4x"`, or an object. */
  size: z.optional(z.unknown()),
  effort: z.optional(z.enum(["low", "high"])),
  metadata: z.optional(metadata),
  destination: z.optional(z.string()),
});

/** The result in `task.image.upscale.completed`. */
export const imageUpscaleResult = z.looseObject({ image });
