import * as z from "zod/mini";
import { metadata } from "./fields.ts";
import { image } from "./image.ts";

/** `task.image.upscale.*`: what was asked for. Source: Mynth's SDK. */
export const imageUpscaleRequest = z.looseObject({
  /** The image to enlarge. */
  url: z.string(),
  /** How many times longer each side is to be: `"2x"`, `"4x"`, or an object. */
  size: z.optional(z.unknown()),
  effort: z.optional(z.enum(["low", "high"])),
  metadata: z.optional(metadata),
  destination: z.optional(z.string()),
});

/** `task.image.upscale.completed`: what came of it. */
export const imageUpscaleResult = z.looseObject({ image });
