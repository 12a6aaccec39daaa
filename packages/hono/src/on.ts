import { createDispatcher, type EventHandlers } from "@mynth-webhooks/core";
import type { Context, MiddlewareHandler } from "hono";
import type { MynthEnv } from "./environment.ts";

/**
 * Creates a route handler from handlers by event name, for a route behind `mynthWebhook()`. It returns 204 after every
 * matching handler has run. If one throws, `app.onError` gets the error.
 *
 * @throws {TypeError} if a key is not an event name
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
