import type { MynthEventOf } from "@mynth-webhooks/hono";

/** An event that brings images. */
export type ImageEvent = MynthEventOf<
  "task.image.generate.completed" | "task.image.upscale.completed" | "task.image.remove_background.completed"
>;

/** What to call a task on the page. */
export function titleOf({ event, request }: ImageEvent): string {
  switch (event) {
    case "task.image.generate.completed":
      return typeof request.prompt === "string" ? request.prompt : request.prompt.positive;
    case "task.image.upscale.completed":
      return `Upscale of ${request.url}`;
    case "task.image.remove_background.completed":
      return `Background removed from ${request.url}`;
  }
}

export function modelOf({ event, result }: ImageEvent): string | null {
  return event === "task.image.generate.completed" ? result.model : null;
}
