import { createDispatcher, type Delivery, type EventHandlers, type ReceivedEvent } from "@mynth-webhooks/core";
import type { Context, MiddlewareHandler } from "hono";
import type { MynthEnv } from "./environment.ts";
import { trackHandling } from "./handling.ts";

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
  handlers: EventHandlers<[delivery: Delivery, c: Context<MynthEnv<Bindings>>]>,
): MiddlewareHandler<MynthEnv<Bindings>> {
  const dispatch = createDispatcher(handlers);

  return async function on(c, next) {
    const { method } = c.req;
    const event: ReceivedEvent | undefined = c.get("mynthEvent");
    const delivery: Delivery | undefined = c.get("mynthDelivery");
    const handling = dispatch(event && delivery ? { method, event, delivery, context: c } : { method });
    if (delivery?.claim) trackHandling(delivery, handling);
    if (!(await handling)) return next();
    return c.body(null, 204);
  };
}
