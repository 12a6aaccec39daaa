import type * as z from "zod/mini";
import { imageAltRequest, imageAltResult } from "./image-alt.ts";
import { imageGenerateRequest, imageGenerateResult } from "./image-generate.ts";
import { imageRateRequest, imageRateResult } from "./image-rate.ts";
import { imageRemoveBackgroundRequest, imageRemoveBackgroundResult } from "./image-remove-background.ts";
import { imageReviewRequest, imageReviewResult } from "./image-review.ts";
import { imageUpscaleRequest, imageUpscaleResult } from "./image-upscale.ts";
import type { MemberKind } from "./member-kinds.ts";
import { videoGenerateRequest, videoGenerateResult } from "./video-generate.ts";

/** What is known of an operation's events. */
interface OperationSchemas {
  /** What was asked for. */
  readonly request: z.ZodMiniType;
  /** What came of it. */
  readonly result: z.ZodMiniType;
  /** The member of `result` no handler can do without, and what it has to be. */
  readonly main: { readonly member: string; readonly kind: MemberKind };
}

/**
 * Every operation whose events are known, by the middle of their names: `task.{operation}.completed` and
 * `task.{operation}.failed`. A further operation is one further entry.
 */
export const operations = {
  "image.generate": {
    request: imageGenerateRequest,
    result: imageGenerateResult,
    main: { member: "images", kind: "list" },
  },
  "image.rate": { request: imageRateRequest, result: imageRateResult, main: { member: "level", kind: "text" } },
  "image.alt": { request: imageAltRequest, result: imageAltResult, main: { member: "alt", kind: "text" } },
  "image.review": { request: imageReviewRequest, result: imageReviewResult, main: { member: "score", kind: "number" } },
  "image.remove_background": {
    request: imageRemoveBackgroundRequest,
    result: imageRemoveBackgroundResult,
    main: { member: "image", kind: "object" },
  },
  "image.upscale": {
    request: imageUpscaleRequest,
    result: imageUpscaleResult,
    main: { member: "image", kind: "object" },
  },
  "video.generate": {
    request: videoGenerateRequest,
    result: videoGenerateResult,
    main: { member: "videos", kind: "list" },
  },
} as const satisfies Record<`${string}.${string}`, OperationSchemas>;

/** `{media}.{operation}`, the middle of an event's name. */
export type Operation = keyof typeof operations;
