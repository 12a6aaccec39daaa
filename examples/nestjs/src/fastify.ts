import { mynthWebhook } from "@mynth-webhooks/fastify";
import { NestFactory } from "@nestjs/core";
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify";
import { AppModule } from "./app.module.ts";

/** Creates the application on Fastify. */
export async function createFastifyApplication(secret?: string): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter());
  // All of Nest's routes are in one scope, so only those with @RouteConfig({ mynthWebhook: true }) are verified.
  await app.register(mynthWebhook, { secret, global: false });
  return app;
}
