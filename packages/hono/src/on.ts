import { createDispatcher, type EventHandlers } from "@mynth-webhooks/core";
import type { Context, MiddlewareHandler } from "hono";
import type { MynthEnv } from "./mynth-webhook.ts";

/**
 * A handler by event names, to stand behind `mynthWebhook()`. Answers 204 when every handler that fits has run; what
 * one throws goes to `app.onError`, and the sender tries again.
 *
 * @throws {TypeError} if a key is no event's name
 *
 * @example
 * app.post("/webhooks/mynth", mynthWebhook(), on({
 *   "task.image.generate.completed": async (event) => save(succeededImages(event)),
 *   "task.failed": (event) => console.warn(event.task.id, event.errors),
 * }));
 */
export function on<Bindings extends object = object>(
  handlers: EventHandlers<Context<MynthEnv<Bindings>>>,
): MiddlewareHandler<MynthEnv<Bindings>> {
  const dispatch = createDispatcher(handlers);

  return async function on(c, next) {
    const { mynthEvent: event, mynthDelivery: delivery } = c.var;
    if (!(await dispatch({ method: c.req.method, event, delivery, context: c }))) return next();
    return c.body(null, 204);
  };
}
