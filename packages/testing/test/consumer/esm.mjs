import { mynthWebhook as forExpress } from "@mynth-webhooks/express";
import { mynthWebhook as forFastify } from "@mynth-webhooks/fastify";
import { mynthWebhook } from "@mynth-webhooks/hono";
import { postgresStore } from "@mynth-webhooks/postgres";
import { redisStore } from "@mynth-webhooks/redis";
import { completedPayload, signDelivery } from "@mynth-webhooks/testing";
import { Hono } from "hono";

const app = new Hono();
app.post("/", mynthWebhook("wbs_consumer"), (c) => c.text(c.var.mynthEvent.task.id));
const { headers, body } = signDelivery(completedPayload, { secret: "wbs_consumer" });
const response = await app.request("/", { method: "POST", headers, body });
console.log(typeof forExpress, typeof forFastify, typeof postgresStore, typeof redisStore, await response.text());
