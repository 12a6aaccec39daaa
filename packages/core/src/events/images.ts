import { isRecord } from "../is-record.ts";
import type { FailedItem, MynthEvent, SucceededImage, TaskResult } from "./event.ts";

/**
 * Returns the successful images of an event: those of a generation, or the one of a background removal or an upscale.
 * It is empty for every other event.
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

/** Returns the failed images of a completed generation. It is empty for every other event. */
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

/** Returns the status. Details may differ from their type, and a handler must not fail on them. */
function getStatus(image: unknown): unknown {
  return isRecord(image) ? image.status : undefined;
}
