import { eventSchemas } from "@mynth-webhooks/core/schemas";
import { assertSecret } from "@mynth-webhooks/core/secrets";
import { mynthWebhook as forFastify } from "@mynth-webhooks/fastify";
import { mynthWebhook as forHono } from "@mynth-webhooks/hono";
import { postgresStore } from "@mynth-webhooks/postgres";
import { redisStore } from "@mynth-webhooks/redis";
import { mynthWebhook as forWeb } from "@mynth-webhooks/web";
import fastify from "fastify";
import { Hono } from "hono";

export const stores = [postgresStore, redisStore];
export const schema = eventSchemas("task.image.generate.completed");
assertSecret("wbs_consumer");

const server = fastify();
server.register(forFastify, { secret: "wbs_consumer" });
server.post("/w", async (request) => request.mynthEvent.task.id);

new Hono().post("/w", forHono("wbs_consumer"), (c) => c.text(c.var.mynthEvent.task.id));

export const POST = forWeb((event) => new Response(event.task.id), { secret: "wbs_consumer" });
