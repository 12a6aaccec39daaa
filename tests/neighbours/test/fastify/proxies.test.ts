import httpProxy from "@fastify/http-proxy";
import replyFrom from "@fastify/reply-from";
import { mynthWebhook } from "@mynth-webhooks/fastify";
import Fastify, { type FastifyInstance } from "fastify";
import type { Neighbour } from "../application.ts";
import { checkNeighbours } from "../check-neighbours.ts";
import { path, secret } from "../deliveries.ts";
import type { Inbox } from "../inbox.ts";
import { makeFastify, reportErrors, startFastify } from "../start-fastify.ts";

type Forward = (
  gateway: FastifyInstance,
  guard: (scope: FastifyInstance) => PromiseLike<unknown>,
  upstream: string,
) => unknown;

/** Gateways that verify a delivery and forward it to a service that verifies it again. */
const gateways: { what: string; forward: Forward }[] = [
  {
    what: "@fastify/http-proxy in the guard's scope",
    forward: (gateway, guard, upstream) =>
      gateway.register(async (scope) => {
        await guard(scope);
        await scope.register(httpProxy, { upstream, prefix: "/webhooks", rewritePrefix: "/webhooks" });
      }),
  },
  {
    what: "@fastify/http-proxy in a scope of its own inside the guard's",
    forward: async (gateway, guard, upstream) => {
      await guard(gateway);
      await gateway.register(async (scope) => {
        await scope.register(httpProxy, { upstream, prefix: "/webhooks", rewritePrefix: "/webhooks" });
      });
    },
  },
  {
    what: "reply.from() with the delivery's rawBody",
    forward: (gateway, guard, upstream) =>
      gateway.register(async (scope) => {
        await guard(scope);
        await scope.register(replyFrom, { base: upstream });
        scope.post(path, (request, reply) =>
          reply.from(path, { body: Buffer.from(request.mynthDelivery.rawBody), contentType: "application/json" }),
        );
      }),
  },
];

const startBoth = (forward: Forward) => async (inbox: Inbox) => {
  const service = await startFastify(await makeFastify({}, inbox));
  const gateway = Fastify();
  reportErrors(gateway, inbox);
  const { onError } = inbox.options;
  const guard = (scope: FastifyInstance) => scope.register(mynthWebhook, { secret, onError });
  await forward(gateway, guard, new URL(service.url).origin);
  const running = await startFastify(gateway);
  return { ...running, stop: async () => void (await Promise.all([running.stop(), service.stop()])) };
};

checkNeighbours(
  gateways.map(({ what, forward }): Neighbour => ({ what: `Fastify in front of ${what}`, start: startBoth(forward) })),
);
