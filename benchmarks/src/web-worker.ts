// Every variant of the web handler as one worker, by the first segment of the path.
import { memoryStore } from "@mynth-webhooks/core";
import type { Variant } from "./servers.ts";
import { createWebHandler } from "./web-handlers.ts";

const variants: readonly Variant[] = ["plain", "plain again", "ours", "recipe", "vendor", "floor", "ours, in memory"];
const handlers = new Map(
  variants.map((variant) => [
    encodeURIComponent(variant),
    createWebHandler(variant, variant === "ours, in memory" ? memoryStore() : undefined),
  ]),
);

export default {
  fetch(request: Request): Response | Promise<Response> {
    const [, variant = ""] = new URL(request.url).pathname.split("/");
    return handlers.get(variant)?.(request) ?? new Response("ready", { status: 404 });
  },
};
