import type { MynthEventOf } from "@mynth-webhooks/hono";
import * as z from "zod";

/** An event with images. */
export type ImageEvent = MynthEventOf<
  "task.image.generate.completed" | "task.image.upscale.completed" | "task.image.remove_background.completed"
>;

// These details are only shown. If they are invalid or missing, the task is still recorded, because it was paid for.
const prompt = z.union([z.string(), z.object({ positive: z.string() }).transform(({ positive }) => positive)]);
const request = z.object({ prompt: prompt.catch("Untitled"), url: z.string().catch("an image") });
const model = z.nullable(z.string()).catch(null);

/** Returns the title of a task on the page. */
export function getTitle(event: ImageEvent): string {
  const { prompt, url } = request.parse(event.request ?? {});
  switch (event.event) {
    case "task.image.generate.completed":
      return prompt;
    case "task.image.upscale.completed":
      return `Upscale of ${url}`;
    case "task.image.remove_background.completed":
      return `Background removed from ${url}`;
  }
}

export function getModel({ event, result }: ImageEvent): string | null {
  return event === "task.image.generate.completed" ? model.parse(result.model) : null;
}
