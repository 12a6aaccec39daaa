import { mynthWebhook } from "@mynth-webhooks/fastify";
import { NestFactory } from "@nestjs/core";
import { FastifyAdapter, type NestFastifyApplication } from "@nestjs/platform-fastify";
import { AppModule } from "./app.module.ts";

/** The application on Fastify. */
export async function fastifyApplication(secret?: string): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, new FastifyAdapter());
  // Nest's routes are all in one scope: those with @RouteConfig({ mynthWebhook: true }) are guarded, before they are parsed.
  await app.register(mynthWebhook, { secret, global: false });
  return app;
}
