import { mynthWebhook } from "@mynth-webhooks/express";
import { NestFactory } from "@nestjs/core";
import type { NestExpressApplication } from "@nestjs/platform-express";
import { AppModule } from "./app.module.ts";

/** Creates the application on Express. */
export async function createExpressApplication(secret?: string): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule);
  // Nest adds its body parsers on start, so they run after this middleware. The path includes a global prefix.
  app.use("/webhooks/mynth", mynthWebhook(secret, { errors: "next" }));
  return app;
}
