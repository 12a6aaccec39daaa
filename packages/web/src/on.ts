import type { Delivery, EventHandlers } from "@mynth-webhooks/core";
import { createEventHandler } from "@mynth-webhooks/core/web";
import type { WebhookHandler } from "./mynth-webhook.ts";

/**
 * Creates a handler for `mynthWebhook()` from handlers by event name. Every matching handler runs, broadest first. The
 * response is 204, or 500 if one throws.
 *
 * @throws {TypeError} if a key is not an event name
 *
 * @example
 * export const POST = mynthWebhook(on({
 *   "task.image.generate.completed": async (event) => save(succeededImages(event)),
 *   "task.failed": (event) => console.warn(event.task.id, event.errors),
 * }));
 */
export function on<Context extends unknown[] = []>(
  handlers: EventHandlers<[delivery: Delivery, request: Request, ...context: Context]>,
): WebhookHandler<Context> {
  return createEventHandler(handlers, "on()");
}
