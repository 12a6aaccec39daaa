import "reflect-metadata";
import type { Server } from "node:http";
import * as forExpress from "@mynth-webhooks/express";
import * as forFastify from "@mynth-webhooks/fastify";
import { Controller, HttpCode, type MiddlewareConsumer, Module, Post, Req } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { NestExpressApplication } from "@nestjs/platform-express";
import { FastifyAdapter, type NestFastifyApplication, RouteConfig } from "@nestjs/platform-fastify";
import { type Application, overHttp } from "../test/application.ts";
import { path, secret } from "../test/deliveries.ts";
import type { Inbox } from "../test/inbox.ts";

/** The request of a controller. */
interface ControllerRequest {
  readonly mynthEvent: forExpress.ReceivedEvent;
  readonly mynthDelivery: forExpress.Delivery;
  readonly rawBody?: unknown;
}

/** Creates a module with one controller. Decorators are called as functions, which needs no setting of a compiler. */
function createModule(inbox: Inbox, configure?: (consumer: MiddlewareConsumer) => void) {
  class Webhooks {
    async handle(request: ControllerRequest) {
      const answer = await inbox.handle(request.mynthEvent, request.mynthDelivery);
      return { ...answer, rawBody: Buffer.isBuffer(request.rawBody) };
    }
  }
  const descriptor = Object.getOwnPropertyDescriptor(Webhooks.prototype, "handle") ?? {};
  for (const decorate of [Post(), HttpCode(200), RouteConfig({ mynthWebhook: true })]) {
    decorate(Webhooks.prototype, "handle", descriptor);
  }
  Req()(Webhooks.prototype, "handle", 0);
  Controller(path)(Webhooks);

  class Root {
    configure(consumer: MiddlewareConsumer): void {
      configure?.(consumer);
    }
  }
  Module({ controllers: [Webhooks] })(Root);
  return Root;
}

export interface NestSettings {
  readonly rawBody?: boolean;
  /** Mounts the guard on Express in front of Nest's parsers, or behind them as middleware of a module. */
  readonly as?: "app.use" | "consumer";
}

export async function startNestOnExpress(
  { rawBody = false, as = "app.use" }: NestSettings,
  inbox: Inbox,
): Promise<Application> {
  const guard = forExpress.mynthWebhook(secret, inbox.options);
  const consume = (consumer: MiddlewareConsumer) => void consumer.apply(guard).forRoutes(path);
  const root = createModule(inbox, as === "consumer" ? consume : undefined);
  const app = await NestFactory.create<NestExpressApplication>(root, { rawBody, logger: false });
  if (as === "app.use") app.use(path, guard);
  else app.useBodyParser("json", { limit: "1mb" });
  await app.listen(0, "127.0.0.1");
  return overHttp(app.getHttpServer() as Server, () => app.close());
}

export async function startNestOnFastify({ rawBody = false }: NestSettings, inbox: Inbox): Promise<Application> {
  const root = createModule(inbox);
  const app = await NestFactory.create<NestFastifyApplication>(root, new FastifyAdapter(), { rawBody, logger: false });
  await app.register(forFastify.mynthWebhook, { secret, global: false, ...inbox.options });
  await app.listen(0, "127.0.0.1");
  return overHttp(app.getHttpServer() as Server, () => app.close());
}
