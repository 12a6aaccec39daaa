const assert = require("node:assert/strict");
const { mynthWebhook } = require("@mynth-webhooks/fastify");
const { completedPayload, signDelivery } = require("@mynth-webhooks/testing");
const fastify = require("fastify");

const app = fastify();
app.register(mynthWebhook, { secret: "wbs_consumer" });
app.post("/", async (request) => request.mynthEvent.task.id);
const { headers, body } = signDelivery(completedPayload, { secret: "wbs_consumer" });
app.inject({ method: "POST", url: "/", headers, payload: body }).then((response) => {
  assert.equal(response.body, completedPayload.task.id);
});
