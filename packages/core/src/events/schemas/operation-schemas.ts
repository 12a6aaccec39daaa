import type * as z from "zod/mini";
import type { Operation } from "../names/operations.ts";
import { imageAltRequest, imageAltResult } from "./image-alt.ts";
import { imageGenerateRequest, imageGenerateResult } from "./image-generate.ts";
import { imageRateRequest, imageRateResult } from "./image-rate.ts";
import { imageRemoveBackgroundRequest, imageRemoveBackgroundResult } from "./image-remove-background.ts";
import { imageReviewRequest, imageReviewResult } from "./image-review.ts";
import { imageUpscaleRequest, imageUpscaleResult } from "./image-upscale.ts";
import { videoGenerateRequest, videoGenerateResult } from "./video-generate.ts";

/** The schemas of an operation's request and result. */
interface OperationSchemas {
  readonly request: z.ZodMiniType;
  readonly result: z.ZodMiniType;
}

/** The zod schemas of every known operation. */
export const operationSchemas = {
  "image.generate": { request: imageGenerateRequest, result: imageGenerateResult },
  "image.rate": { request: imageRateRequest, result: imageRateResult },
  "image.alt": { request: imageAltRequest, result: imageAltResult },
  "image.review": { request: imageReviewRequest, result: imageReviewResult },
  "image.remove_background": { request: imageRemoveBackgroundRequest, result: imageRemoveBackgroundResult },
  "image.upscale": { request: imageUpscaleRequest, result: imageUpscaleResult },
  "video.generate": { request: videoGenerateRequest, result: videoGenerateResult },
} as const satisfies Record<Operation, OperationSchemas>;
