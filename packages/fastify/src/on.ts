import { createDispatcher, type EventHandlers } from "@mynth-webhooks/core";
import type { FastifyReply, FastifyRequest } from "fastify";
import { kOutcome } from "./decorators.ts";

/**
 * Creates a route handler from handlers by event name, for a route that `mynthWebhook` guards. It returns 204 after
 * every matching handler has run. If one throws, the error handler gets the error.
 *
 * @throws {TypeError} if a key is not an event name
 *
 * @example
 * app.post("/webhooks/mynth", on({
 *   "task.image.generate.completed": async (event) => save(succeededImages(event)),
 *   "task.failed": (event, delivery, request) => request.log.warn({ task: event.task.id, errors: event.errors }),
 * }));
 */
export function on(
  handlers: EventHandlers<FastifyRequest>,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply> {
  const dispatch = createDispatcher(handlers);

  return async function on(request, reply) {
    const found = request[kOutcome];
    const { method } = request;
    const handled = await dispatch({ method, event: found?.event, delivery: found?.delivery, context: request });
    if (!handled) reply.callNotFound();
    else reply.code(204).send();
    return reply;
  };
}
