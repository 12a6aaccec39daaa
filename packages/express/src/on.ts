import type { ServerResponse } from "node:http";
import { createDispatcher, type Delivery, type EventHandlers } from "@mynth-webhooks/core";
import type { ExpressRequest } from "./express-request.ts";
import { hasMynthEvent } from "./missing-event.ts";

const noDelivery = { mynthEvent: undefined, mynthDelivery: undefined };

/**
 * Creates a route handler from handlers by event name, for a route behind `mynthWebhook()`. It returns 204 after every
 * matching handler has run. If one throws, the application's error handler gets the error.
 *
 * @throws {TypeError} if a key is not an event name
 *
 * @example
 * app.post("/webhooks/mynth", mynthWebhook(secret), on({
 *   "task.image.generate.completed": async (event) => save(succeededImages(event)),
 *   "task.failed": (event) => console.warn(event.task.id, event.errors),
 * }));
 */
export function on<Req extends ExpressRequest = ExpressRequest>(
  handlers: EventHandlers<[delivery: Delivery, req: Req]>,
): (req: Req, res: ServerResponse, next: (error?: unknown) => void) => void {
  const dispatch = createDispatcher(handlers);

  return function on(req, res, next) {
    const { method = "" } = req;
    const { mynthEvent: event, mynthDelivery: delivery } = hasMynthEvent(req) ? req : noDelivery;
    dispatch(event && delivery ? { method, event, delivery, context: req } : { method })
      .then((handled) => {
        if (!handled) return next();
        if (res.headersSent) return;
        // Not writeHead().end(): some middleware replaces writeHead() by a function that returns nothing.
        res.statusCode = 204;
        res.end();
      })
      .catch(next);
  };
}
