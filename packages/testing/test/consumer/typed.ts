import { type IdempotencyStore, type MynthEvent, memoryStore } from "@mynth-webhooks/core";
import { mynthWebhook as forExpress } from "@mynth-webhooks/express";
import { mynthWebhook as forFastify } from "@mynth-webhooks/fastify";
import { mynthWebhook as forHono } from "@mynth-webhooks/hono";
import { migration, postgresStore } from "@mynth-webhooks/postgres";
import { redisStore } from "@mynth-webhooks/redis";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";

function describe(event: MynthEvent): string {
  if (event.event === "task.image.generate.completed") return event.result.images.map(({ status }) => status).join();
  return ("errors" in event && event.errors?.[0]?.code) || event.task.id;
}

express().post("/:id", forExpress("wbs_secret_x"), (req, res) => {
  const id: string = req.params.id;
  res.send(id + describe(req.mynthEvent) + req.mynthDelivery.key);
});
Fastify().register(async (app) => {
  await app.register(forFastify, { secret: "wbs_secret_x" });
  app.post("/", async (request) => describe(request.mynthEvent) + request.mynthDelivery.key);
});
new Hono().post("/", forHono("wbs_secret_x"), (c) => c.text(describe(c.var.mynthEvent) + c.var.mynthDelivery.key));

const stores: IdempotencyStore[] = [
  memoryStore(),
  redisStore(async ([name]) => name),
  postgresStore(async () => ({ rows: [] })),
];
export const claims = stores.map((store) => store.claim(migration, "owner", 1000));
