import { createDispatcher, type Delivery, type EventHandlers } from "@mynth-webhooks/core";
import type { FastifyRequest } from "fastify";
import { findOutcome, isDecorated } from "./decorators.ts";

/** The used part of a request, whatever the server, the type provider and the schema of its route. */
export interface AnyRequest {
  /** The HTTP method. */
  readonly method: string;
}

/** The used part of a reply, whatever the server, the type provider and the declared replies of its route. */
export interface AnyReply {
  /** The HTTP status. */
  statusCode: number;
  /** Whether the reply has been sent. */
  readonly sent: boolean;
  /** Sends the reply. */
  send(payload?: unknown): unknown;
  /** Calls the not-found handler. */
  callNotFound(): unknown;
}

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
  handlers: EventHandlers<[delivery: Delivery, request: FastifyRequest]>,
): (request: AnyRequest, reply: AnyReply) => void {
  const dispatch = createDispatcher(handlers);

  // Not async: Fastify's types would tie its result to the declared replies.
  return function on(request, reply) {
    const { method } = request;
    const found = findOutcome(request);
    const input = found && isDecorated(request) ? { ...found, method, context: request } : { method };
    dispatch(input).then(
      (handled) => {
        if (!handled) return reply.callNotFound();
        if (reply.sent) return;
        reply.statusCode = 204;
        return reply.send();
      },
      (error) => reply.send(error),
    );
  };
}
