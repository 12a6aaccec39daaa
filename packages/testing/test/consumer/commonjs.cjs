const { mynthWebhook } = require("@mynth-webhooks/fastify");
const { mynthWebhook: forExpress } = require("@mynth-webhooks/express");
const { mynthWebhook: forHono } = require("@mynth-webhooks/hono");
const { postgresStore } = require("@mynth-webhooks/postgres");
const { redisStore } = require("@mynth-webhooks/redis");
const { completedPayload, signDelivery } = require("@mynth-webhooks/testing");
const fastify = require("fastify");

const app = fastify();
app.register(mynthWebhook, { secret: "wbs_consumer" });
app.post("/", async (request) => request.mynthEvent.task.id);
const { headers, body } = signDelivery(completedPayload, { secret: "wbs_consumer" });
app.inject({ method: "POST", url: "/", headers, payload: body }).then((response) => {
  console.log(typeof forExpress, typeof forHono, typeof postgresStore, typeof redisStore, response.body);
});
