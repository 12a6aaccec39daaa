import {
  createReceiver,
  type Delivery,
  type ReceivedEvent,
  type ReceiverOptions,
  type SecretSource,
} from "@mynth-webhooks/core";
import { readSecretVariable } from "@mynth-webhooks/core/secrets";
import type { FastifyPluginAsync, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { decorateRequest } from "./decorators.ts";
import { drainOnClose } from "./drain-on-close.ts";
import { isKeptByFastifyRawBody, kBodyIsKept } from "./fastify-raw-body.ts";
import { createHooks, type IsGuarded } from "./hooks.ts";
import { readConfig } from "./route-config.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The verified event. Reading it throws if nothing was verified. */
    readonly mynthEvent: ReceivedEvent;
    /** The metadata of the delivery. Reading it throws if nothing was verified. */
    readonly mynthDelivery: Delivery;
  }
  interface FastifyContextConfig {
    /** `true` guards this route even with `global: false`; `false` never guards it. */
    mynthWebhook?: boolean;
  }
}

/** Options of `mynthWebhook`. */
export interface MynthWebhookOptions extends ReceiverOptions<FastifyRequest> {
  /**
   * The secret, an array of secrets, or a function of the request.
   * @default `MYNTH_WEBHOOK_SECRET`, which every request reads
   */
  readonly secret?: SecretSource<FastifyRequest> | undefined;
  /**
   * Guards every route of the scope except those with `config: { mynthWebhook: false }`. With `false`, it guards only
   * routes with `config: { mynthWebhook: true }`.
   * @default true
   */
  readonly global?: boolean | undefined;
  /**
   * Decides who responds to a rejected request: the error handler of the application, or Fastify's own (`"next"`), which
   * gets the `MynthWebhookError` and logs it, or this plugin (`"respond"`).
   * @default "next"
   */
  readonly errors?: "respond" | "next" | undefined;
}

// Asynchronous, so that an error fails the boot. In a callback plugin, avvio lets it end the process.
const plugin: FastifyPluginAsync<MynthWebhookOptions> = async (
  fastify,
  { global = true, errors = "next", ...given },
) => {
  const { secret, ...options } = "secret" in given ? given : { ...given, secret: readSecretVariable };
  if (typeof global !== "boolean") throw new TypeError("mynthWebhook: the option global must be true or false.");
  if (errors !== "respond" && errors !== "next")
    throw new TypeError('mynthWebhook: the option errors must be "respond" or "next".');
  // Fastify logs the errors that hooks pass on.
  const receiver = createReceiver(secret, errors === "next" ? { onError: () => {}, ...options } : options);
  const isGuarded: IsGuarded = ({ config }) => readConfig(config) ?? global;
  const { preParsing, preValidation } = createHooks(receiver, isGuarded, errors);
  decorateRequest(fastify);
  fastify.addHook("onRoute", (route) => {
    if (!(readConfig(route.config) ?? global)) return;
    // Fastify parses the body again, and has its own limit for that.
    if (options.bodyLimit !== undefined) route.bodyLimit = options.bodyLimit;
    if (isKeptByFastifyRawBody(route)) route.config = { ...route.config, [kBodyIsKept]: true };
  });
  drainOnClose(fastify, receiver);
  fastify.addHook("preParsing", preParsing);
  fastify.addHook("preValidation", preValidation);
};

/**
 * Passes only verified Mynth deliveries to the routes of its scope, with their event on `request.mynthEvent`.
 * Rejections are passed to the error handler as `MynthWebhookError`. A GET, HEAD or OPTIONS without a body passes without
 * an event.
 *
 * @throws {TypeError} on an invalid secret or option
 *
 * @example
 * await app.register(mynthWebhook, { secret: process.env.MYNTH_WEBHOOK_SECRET });
 * app.post("/webhooks/mynth", async (request) => ({ task: request.mynthEvent.task.id }));
 */
export const mynthWebhook = fastifyPlugin(plugin, { fastify: "5.x", name: "@mynth-webhooks/fastify" });
