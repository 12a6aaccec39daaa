import { mynthWebhook } from "@mynth-webhooks/express";
import { NestFactory } from "@nestjs/core";
import type { NestExpressApplication } from "@nestjs/platform-express";
import { AppModule } from "./app.module.ts";

/** The application on Express. */
export async function expressApplication(secret?: string): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule);
  // Nest adds its body parsers when it starts, behind whatever is used before that. A global prefix is part of the path.
  app.use("/webhooks/mynth", mynthWebhook(secret, { errors: "next" }));
  return app;
}
