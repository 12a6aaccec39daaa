import type { DeliverOutcome, Delivery, ReceivedEvent, Receiver } from "@mynth-webhooks/core";
import type { FastifyInstance, FastifyRequest } from "fastify";

/** The verified delivery of a request. A WeakMap of requests would take longer than the rest of this package. */
const kOutcome: unique symbol = Symbol("mynthWebhook: the verified delivery");

/** The receivers that have seen a request: one plugin may be registered around another. */
export const kGuards: unique symbol = Symbol("mynthWebhook: the receivers that have seen the request");

/** @internal */
declare module "fastify" {
  interface FastifyRequest {
    [kOutcome]: DeliverOutcome | null;
    [kGuards]: readonly Receiver<FastifyRequest>[] | null;
  }
}

/** Adds the properties that handlers read, once for an instance and its children. */
export function decorateRequest(fastify: FastifyInstance): void {
  if (fastify.hasRequestDecorator("mynthEvent")) return;
  fastify.decorateRequest(kOutcome, null);
  fastify.decorateRequest(kGuards, null);
  fastify.decorateRequest("mynthEvent", { getter: getEvent });
  fastify.decorateRequest("mynthDelivery", { getter: getDelivery });
}

/** Keeps the verified delivery of a request. A scope that is older than the plugin has its hooks, and not its decorators. */
export function keepOutcome(request: FastifyRequest, outcome: DeliverOutcome): void {
  request[kOutcome] = outcome;
  if ("mynthEvent" in request) return;
  Object.defineProperties(request, { mynthEvent: { get: getEvent }, mynthDelivery: { get: getDelivery } });
}

function getEvent(this: FastifyRequest): ReceivedEvent {
  return getOutcome(this).event;
}

function getDelivery(this: FastifyRequest): Delivery {
  return getOutcome(this).delivery;
}

function getOutcome(request: FastifyRequest): DeliverOutcome {
  const found = findOutcome(request);
  if (found) return found;
  throw new Error(
    `No Mynth delivery was verified for ${request.method} ${request.routeOptions.url}: mynthWebhook does not guard this route, it rejected the request, or the method is one that passes without an event.`,
  );
}

/**
 * Whether a request has a verified delivery. Reading `request.mynthEvent` of one without throws, so hooks, error handlers and
 * log serializers that see every request ask first.
 *
 * @example
 * app.addHook("onSend", async (request, reply) => {
 *   if (hasMynthEvent(request)) reply.header("x-task", request.mynthEvent.task.id);
 * });
 */
export function hasMynthEvent(request: object): boolean {
  return findOutcome(request) !== undefined;
}

/** Returns the verified delivery of a request, if it has one. */
export function findOutcome(request: object): DeliverOutcome | undefined {
  return isDecorated(request) ? (request[kOutcome] ?? undefined) : undefined;
}

/** Whether a request is one of Fastify's, in the scope of the plugin. */
export function isDecorated(request: object): request is FastifyRequest {
  return kOutcome in request;
}
