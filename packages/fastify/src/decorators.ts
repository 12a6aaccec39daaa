import type { DeliverOutcome, Delivery, ReceivedEvent } from "@mynth-webhooks/core";
import type { FastifyInstance, FastifyRequest } from "fastify";

/** Where a request keeps what was verified. Not a map beside the requests, which takes longer than all else here. */
export const kOutcome: unique symbol = Symbol("mynthWebhook: what was verified");

/** Where a request keeps which plugins have judged it: there may be one around another. */
export const kGuards: unique symbol = Symbol("mynthWebhook: who has judged");

/** @internal */
declare module "fastify" {
  interface FastifyRequest {
    [kOutcome]: DeliverOutcome | null;
    [kGuards]: readonly unknown[] | null;
  }
}

/** Adds what handlers read, once for an instance and all its children. */
export function decorateRequest(fastify: FastifyInstance): void {
  if (fastify.hasRequestDecorator("mynthEvent")) return;
  fastify.decorateRequest(kOutcome, null);
  fastify.decorateRequest(kGuards, null);
  fastify.decorateRequest("mynthEvent", { getter: getEvent });
  fastify.decorateRequest("mynthDelivery", { getter: getDelivery });
}

function getEvent(this: FastifyRequest): ReceivedEvent {
  return deliveredBy(this).event;
}

function getDelivery(this: FastifyRequest): Delivery {
  return deliveredBy(this).delivery;
}

function deliveredBy(request: FastifyRequest): DeliverOutcome {
  const found = request[kOutcome];
  if (found) return found;
  throw new Error(
    `No Mynth delivery was verified for ${request.method} ${request.routeOptions.url}: mynthWebhook does not guard this route, or the method is one that passes without an event.`,
  );
}
