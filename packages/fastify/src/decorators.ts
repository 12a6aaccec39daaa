import type { DeliverOutcome, Delivery, ReceivedEvent } from "@mynth-webhooks/core";
import type { FastifyInstance, FastifyRequest } from "fastify";

/** What was verified, by the request that brought it. */
export const deliveries = new WeakMap<FastifyRequest, DeliverOutcome>();

/** Adds what handlers read, once for an instance and all its children. */
export function decorateRequest(fastify: FastifyInstance): void {
  if (fastify.hasRequestDecorator("mynthEvent")) return;
  fastify.decorateRequest("mynthEvent", { getter: eventOf });
  fastify.decorateRequest("mynthDelivery", { getter: deliveryOf });
}

function eventOf(this: FastifyRequest): ReceivedEvent {
  return verified(this).event;
}

function deliveryOf(this: FastifyRequest): Delivery {
  return verified(this).delivery;
}

function verified(request: FastifyRequest): DeliverOutcome {
  const found = deliveries.get(request);
  if (found !== undefined) return found;
  throw new Error(
    `No Mynth delivery was verified for ${request.method} ${request.routeOptions.url}: mynthWebhook does not guard this route, or the method is one that passes without an event.`,
  );
}
