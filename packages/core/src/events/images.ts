import type { FailedItem, MynthEvent, SucceededImage, TaskResult } from "./event.ts";
import { isRecord } from "./payload.ts";

/**
 * The images an event brought, whichever generation's spelling says that they succeeded: those of a generation, the one
 * of a background removal or an upscale. Empty for every other event.
 *
 * @example
 * for (const { id, url, mynth_url } of succeededImages(event)) await save(id, url ?? mynth_url);
 */
export function succeededImages(event: MynthEvent): readonly SucceededImage[] {
  switch (event.event) {
    case "task.image.generate.completed":
      return event.result.images.filter(isSucceeded);
    case "task.image.remove_background.completed":
    case "task.image.upscale.completed":
      return [event.result.image];
    default:
      return [];
  }
}

/** The images of a generation that failed, although the task completed. Empty for every other event. */
export function failedImages(event: MynthEvent): readonly FailedItem[] {
  return event.event === "task.image.generate.completed" ? event.result.images.filter(isFailed) : [];
}

type GeneratedImage = TaskResult<"image.generate">["images"][number];
type Failed = Extract<GeneratedImage, { status: "failed" }>;

function isSucceeded(image: GeneratedImage): image is Exclude<GeneratedImage, Failed> {
  const status = getStatus(image);
  return status === "succeeded" || status === "success";
}

function isFailed(image: GeneratedImage): image is Failed {
  return getStatus(image) === "failed";
}

/** Details may differ from their type, and a handler is not to fail on it. */
function getStatus(image: unknown): unknown {
  return isRecord(image) ? image.status : undefined;
}
