import * as z from "zod/mini";
import { imageAltRequest, imageAltResult } from "./image-alt.ts";
import { imageGenerateRequest, imageGenerateResult } from "./image-generate.ts";
import { imageRateRequest, imageRateResult } from "./image-rate.ts";
import { imageRemoveBackgroundRequest, imageRemoveBackgroundResult } from "./image-remove-background.ts";
import { imageReviewRequest, imageReviewResult } from "./image-review.ts";
import { imageUpscaleRequest, imageUpscaleResult } from "./image-upscale.ts";
import { videoGenerateRequest, videoGenerateResult } from "./video-generate.ts";

/** What is known of an operation's events. */
interface OperationSchemas {
  /** What was asked for. */
  readonly request: z.ZodMiniType;
  /** What came of it. */
  readonly result: z.ZodMiniType;
  /** The member of `result` no handler can do without, and as much of its shape as a handler leans on. */
  readonly main: Readonly<Record<string, z.ZodMiniType>>;
}

const list = z.array(z.unknown());
const object = z.looseObject({});

/**
 * Every operation whose events are known, by the middle of their names: `task.{operation}.completed` and
 * `task.{operation}.failed`. A further operation is one further entry.
 */
export const operations = {
  "image.generate": { request: imageGenerateRequest, result: imageGenerateResult, main: { images: list } },
  "image.rate": { request: imageRateRequest, result: imageRateResult, main: { level: z.string() } },
  "image.alt": { request: imageAltRequest, result: imageAltResult, main: { alt: z.string() } },
  "image.review": { request: imageReviewRequest, result: imageReviewResult, main: { score: z.number() } },
  "image.remove_background": {
    request: imageRemoveBackgroundRequest,
    result: imageRemoveBackgroundResult,
    main: { image: object },
  },
  "image.upscale": { request: imageUpscaleRequest, result: imageUpscaleResult, main: { image: object } },
  "video.generate": { request: videoGenerateRequest, result: videoGenerateResult, main: { videos: list } },
} as const satisfies Record<`${string}.${string}`, OperationSchemas>;

/** `{media}.{operation}`, the middle of an event's name. */
export type Operation = keyof typeof operations;
