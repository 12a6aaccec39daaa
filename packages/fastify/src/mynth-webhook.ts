import {
  createReceiver,
  type Delivery,
  type MynthEvent,
  type Outcome,
  type ReceiverOptions,
  type SecretSource,
} from "@mynth-webhooks/core";
import type { FastifyPluginCallback, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { bytesOf, keptByFastifyRawBody, replay } from "./body.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** The verified event. Reading it where nothing was verified throws. */
    readonly mynthEvent: MynthEvent;
    /** What is known of the delivery beside the event. Reading it where nothing was verified throws. */
    readonly mynthDelivery: Delivery;
  }
  interface FastifyContextConfig {
    /** Guards this route (with `global: false`) or leaves it alone (`false`). */
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

const plugin: FastifyPluginCallback<MynthWebhookOptions> = (fastify, { secret, global = true, ...options }, done) => {
  if (typeof global !== "boolean") throw new TypeError('The option "global" is true or false.');
  const receiver = createReceiver(secret, options);
  const verdicts = new WeakMap<FastifyRequest, Exclude<Outcome, { kind: "respond" }>>();
  const isGuarded = (request: FastifyRequest) => request.routeOptions.config?.mynthWebhook ?? global;

  async function judge(request: FastifyRequest, body: Parameters<typeof bytesOf>[0] | NodeJS.ReadableStream) {
  }

  done();
};

export const mynthWebhook = fastifyPlugin(plugin, { fastify: "5.x", name: "@mynth-webhooks/fastify" });
