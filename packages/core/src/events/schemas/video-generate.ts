import * as z from "zod/mini";
import { metadata } from "./fields.ts";
import { taskWebhook } from "./request-fields.ts";
import { videoOutcome } from "./video.ts";

/** The request in `task.video.generate.*`. Source: Mynth's SDK. */
export const videoGenerateRequest = z.looseObject({
  /** Such as `"prunaai/p-video"`. */
  model: z.string(),
  prompt: z.string(),
  negative_prompt: z.optional(z.string()),
  /** In whole seconds. */
  duration: z.optional(z.number()),
  /** Such as `"720p"`. */
  resolution: z.optional(z.string()),
  /** Whether to generate sound too. */
  audio: z.optional(z.boolean()),
  /** Their shape is not documented. */
  inputs: z.optional(z.array(z.unknown())),
  webhook: z.optional(taskWebhook),
  metadata: z.optional(metadata),
});

/** The result in `task.video.generate.completed`. */
export const videoGenerateResult = z.looseObject({
  /** The model that was used. */
  model: z.string(),
  videos: z.array(videoOutcome),
});
