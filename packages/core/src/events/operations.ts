import * as z from "zod/mini";
import { imageGenerateRequest, imageGenerateResult } from "./image-generate.ts";

/**
 * Every operation whose events are known: what its `request` and its `result` look like, and `main`, the member of
 * `result` no handler can do without. A further operation is one further entry.
 */
export const operations = {
  "image.generate": {
    request: imageGenerateRequest,
    result: imageGenerateResult,
    main: { images: z.array(z.unknown()) },
  },
} as const;

/** `{media}.{operation}`, the middle of an event's name. */
export type Operation = keyof typeof operations;
