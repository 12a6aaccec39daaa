import type { Outcome, Receiver, RequestBody } from "@mynth-webhooks/core";
import { getMessageBody, hasUndeclaredBody, settleOnResponse, toKeptBytes } from "@mynth-webhooks/core/node";
import type {
  FastifyReply,
  FastifyRequest,
  preParsingHookHandler,
  preValidationHookHandler,
  RequestPayload,
} from "fastify";
import { BufferedPayload } from "./buffered-payload.ts";
import { findOutcome, keepOutcome, kGuards } from "./decorators.ts";
import { willKeepBody } from "./fastify-raw-body.ts";

/** Whether a plugin guards a route. */
export type IsGuarded = (route: Pick<FastifyRequest["routeOptions"], "config">) => boolean;

/** The two hooks of one plugin, for the instance: hooks of a route would miss routes before the plugin. */
export interface Hooks {
  readonly preParsing: preParsingHookHandler;
  readonly preValidation: preValidationHookHandler;
}

/** Creates the hooks that guard the routes for which `isGuarded` returns true. */
export function createHooks(
  receiver: Receiver<FastifyRequest>,
  isGuarded: IsGuarded,
  errors: "respond" | "next",
): Hooks {
  return { preParsing, preValidation };

  /** Verifies before anything is parsed, and passes the same bytes on to other hooks and to Fastify's parser. */
  function preParsing(
    request: FastifyRequest,
    reply: FastifyReply,
    payload: RequestPayload,
    done: (error?: Error | null, payload?: RequestPayload) => void,
  ) {
    // Fastify creates a new object on every read.
    const { routeOptions } = request;
    if (!isGuarded(routeOptions)) return done(null, payload);
    if (willKeepBody(request, routeOptions)) {
      setJsonType(request);
      return done(null, payload);
    }
    const isSecondGuard = findOutcome(request) !== undefined;
    guardRequest(request, reply, getMessageBody(request.raw, payload), (error) => {
      if (error) return done(error);
      const outcome = findOutcome(request);
      if (outcome === undefined || isSecondGuard) return done(null, payload);
      setJsonType(request);
      done(null, new BufferedPayload(outcome.delivery.rawBody));
    });
  }

  /** Verifies the bytes that fastify-raw-body kept. No guarded request passes without a verification. */
  function preValidation(request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) {
    if (!isGuarded(request.routeOptions) || request[kGuards]?.includes(receiver)) return done();
    guardRequest(request, reply, toKeptBytes(Reflect.get(request, "rawBody")), done);
  }

  /** Calls `done` unless the reply is sent. */
  function guardRequest(
    request: FastifyRequest,
    reply: FastifyReply,
    body: RequestBody,
    done: (error?: Error) => void,
  ) {
    const { method, url, params, headers, routeOptions } = request;
    const incoming = {
      method,
      url,
      params,
      header: (name: string) => headers[name],
      body,
      hasUndeclaredBody: hasUndeclaredBody(request.raw),
      bodyLimit: routeOptions.bodyLimit,
      earlier: findOutcome(request)?.delivery,
    };
    const proceed = (outcome: Outcome) => {
      request[kGuards] = [...(request[kGuards] ?? []), receiver];
      switch (outcome.kind) {
        case "pass":
          return done();
        case "respond":
          if (reply.sent) return;
          reply.code(outcome.status).headers(outcome.headers);
          if (outcome.error && errors === "next") return done(outcome.error);
          return void reply.send(outcome.body);
        case "deliver":
          // A timeout responded while the body, the secret or the store was awaited.
          if (reply.sent) return void outcome.settle(503);
          keepOutcome(request, outcome);
          settleOnResponse(reply.raw, outcome);
          return done();
      }
    };
    const outcome = receiver.receive(incoming, request);
    if (outcome instanceof Promise) outcome.then(proceed).catch(done);
    else proceed(outcome);
  }
}

const jsonType = /^application\/json\s*(;|$)/i;

/** Sets the content type to JSON: a delivery with another one must not get a 415. */
function setJsonType(request: FastifyRequest): void {
  const { "content-type": type = "" } = request.headers;
  if (!jsonType.test(type)) request.headers["content-type"] = "application/json";
}
