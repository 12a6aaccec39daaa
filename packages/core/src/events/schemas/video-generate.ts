import * as z from "zod/mini";
import { metadata } from "./fields.ts";
import { videoOutcome } from "./video.ts";

/** `task.video.generate.*`: what was asked for. Source: Mynth's SDK. */
export const videoGenerateRequest = z.looseObject({
  /** As in `"prunaai/p-video"`. */
  model: z.string(),
  prompt: z.string(),
  negative_prompt: z.optional(z.string()),
  /** In whole seconds. */
  duration: z.optional(z.number()),
  /** As in `"720p"`. */
  resolution: z.optional(z.string()),
  /** Whether to make sound too. */
  audio: z.optional(z.boolean()),
  inputs: z.optional(z.array(z.unknown())),
  metadata: z.optional(metadata),
});

/** `task.video.generate.completed`: what came of it. */
export const videoGenerateResult = z.looseObject({
  /** The model that was used. */
  model: z.string(),
  videos: z.array(videoOutcome),
});
