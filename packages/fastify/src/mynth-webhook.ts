import {
  createReceiver,
  type Delivery,
  type ReceivedEvent,
  type ReceiverOptions,
  type RequestBody,
  type SecretSource,
  settleOnResponse,
} from "@mynth-webhooks/core";
import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { BufferedPayload, bodyIsKept, isKeptByFastifyRawBody, keptBody, unreadBody, willKeepBody } from "./body.ts";
import { decorateRequest, kGuards, kOutcome } from "./decorators.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The verified event. Reading it where nothing was verified throws. */
    readonly mynthEvent: ReceivedEvent;
    /** What is known of the delivery beside the event. Reading it where nothing was verified throws. */
    readonly mynthDelivery: Delivery;
  }
  interface FastifyContextConfig {
    /** Guards this route (where the plugin has `global: false`), or leaves it alone (`false`). */
    mynthWebhook?: boolean;
  }
}

export interface MynthWebhookOptions extends ReceiverOptions<FastifyRequest> {
  /** Default: `MYNTH_WEBHOOK_SECRET`, read when a request arrives. */
  readonly secret?: SecretSource<FastifyRequest>;
  /**
   * Guard every route of the scope (`true`, the default), or only those with `config: { mynthWebhook: true }`. A route
   * with `config: { mynthWebhook: false }` is never guarded.
   */
  readonly global?: boolean;
}

// Asynchronous, so that what it throws fails the boot; avvio lets a throw from a callback plugin end the process.
const plugin: FastifyPluginAsync<MynthWebhookOptions> = async (fastify, { secret, global = true, ...options }) => {
  if (typeof global !== "boolean") throw new TypeError('The option "global" is true or false.');
  // Fastify's own log has what is thrown.
  const receiver = createReceiver(secret, { onError: () => {}, ...options });
  decorateRequest(fastify);

  fastify.addHook("onRoute", (route) => {
    if (isKeptByFastifyRawBody(route)) route.config = { ...route.config, [bodyIsKept]: true };
  });

  // Both hooks belong to the instance: one on the route would miss every route that was there before the plugin.
  fastify.addHook("preParsing", async (request, reply, payload) => {
    // Fastify makes it anew whenever it is asked for.
    const { routeOptions } = request;
    if (!isGuarded(routeOptions)) return payload;
    if (willKeepBody(request, routeOptions)) {
      readAsJson(request);
      return payload;
    }
    await guardRequest(request, reply, routeOptions, unreadBody(request, payload));
    const delivered = request[kOutcome];
    if (!delivered) return payload;
    if (isReadAgain(request, routeOptions)) readAsJson(request);
    else request.headers["content-type"] = parsedType;
    return new BufferedPayload(delivered.delivery.rawBody);
  });

  // Core has parsed the body of what it verified: to have it read and parsed once more would cost as much again.
  if (!fastify.hasContentTypeParser(parsedType)) {
    fastify.addContentTypeParser(parsedType, (request, payload, done) => {
      const delivered = request[kOutcome];
      // Whoever sends it as a content type of their own, to a route that is not guarded.
      if (!delivered) return done(Object.assign(new Error("Unsupported Media Type"), { statusCode: 415 }));
      const give = () => done(null, delivered.delivery.payload);
      // A hook that reads along, such as that of fastify-raw-body, has to have done so before the handler runs.
      if (payload.readableFlowing === null) give();
      else payload.once("end", () => setImmediate(give));
    });
  }

  fastify.addHook("preValidation", async (request, reply) => {
    const { routeOptions } = request;
    if (!isGuarded(routeOptions)) return;
    if (request[kGuards]?.includes(receiver)) {
      if (request.headers["content-type"] === parsedType) readAsJson(request);
      return;
    }
    await guardRequest(request, reply, routeOptions, keptBody(request));
  });

  /** A schema may rewrite the body it checks, which must not be the event; a scope may have parsers of its own only. */
  function isReadAgain({ server }: FastifyRequest, { schema }: FastifyRequest["routeOptions"]): boolean {
    return schema?.body !== undefined || !server.hasContentTypeParser(parsedType);
  }

  function isGuarded({ config }: FastifyRequest["routeOptions"]): boolean {
    return config.mynthWebhook ?? global;
  }

  async function guardRequest(
    request: FastifyRequest,
    reply: FastifyReply,
    { bodyLimit }: FastifyRequest["routeOptions"],
    body: RequestBody,
  ): Promise<void> {
    const { method, url, params, headers } = request;
    const incoming = { method, url, params, header: (name: string) => headers[name], body, bodyLimit };
    const outcome = await receiver.receive(incoming, request);
    request[kGuards] = [...(request[kGuards] ?? []), receiver];
    switch (outcome.kind) {
      case "pass":
        return;
      case "respond":
        reply.code(outcome.status).headers(outcome.headers);
        if (outcome.error) throw outcome.error;
        await reply.send(outcome.body);
        return;
      case "deliver":
        request[kOutcome] = outcome;
        settleOnResponse(reply.raw, outcome);
    }
  }
};

/** What a delivery whose body is parsed already goes by, until the parsers have been passed. */
const parsedType = "application/vnd.mynth-webhooks.parsed";

/** A delivery is JSON whatever its content type says, and no reason for 415. */
function readAsJson(request: FastifyRequest): void {
  request.headers["content-type"] = "application/json";
}

/**
 * Lets only verified Mynth deliveries through to the routes of the scope it is registered in and puts their event on
 * `request.mynthEvent`. Refusals are thrown as `MynthWebhookError`. GET, HEAD and OPTIONS pass untouched.
 *
 * @throws {TypeError} on a secret or an option that cannot be meant
 *
 * @example
 * await app.register(mynthWebhook, { secret: process.env.MYNTH_WEBHOOK_SECRET });
 * app.post("/webhooks/mynth", async (request) => ({ task: request.mynthEvent.task.id }));
 */
export const mynthWebhook = fastifyPlugin(plugin, { fastify: "5.x", name: "@mynth-webhooks/fastify" });
