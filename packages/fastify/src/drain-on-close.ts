import type { Receiver } from "@mynth-webhooks/core";
import type { FastifyInstance, FastifyRequest } from "fastify";

/**
 * Lets `close()` wait until the results of all deliveries are recorded: after the server is closed, and before the
 * application's `onClose` hooks, which may end the connection of the store.
 */
export function drainOnClose(fastify: FastifyInstance, receiver: Receiver<FastifyRequest>): void {
  const drain = () => receiver.drain();
  fastify.addHook("preClose", (done) => {
    // Hooks run in reverse order. One that is added while the server closes runs next, before all others.
    if ("onClose" in fastify && typeof fastify.onClose === "function") fastify.onClose(drain);
    done();
  });
}
