const express = require("express");
const request = require("supertest");
const { MynthWebhookError, mynthWebhook, verifyDelivery } = require("@mynth-webhooks/express");
const { badDeliveries, completedPayload, signDelivery } = require("@mynth-webhooks/testing");

const secret = "wbs_consumer";
const app = express();
app.post("/w", mynthWebhook(secret), (req, res) => res.json({ task: req.mynthEvent.task.id }));

const post = ({ headers, body }) => request(app).post("/w").set(headers).send(body);

test("a signed delivery reaches the handler, and a tampered one does not", async () => {
  const { body } = await post(signDelivery(completedPayload, { secret })).expect(200);
  expect(body).toEqual({ task: completedPayload.task.id });
  await post(badDeliveries.tampered(completedPayload, { secret })).expect(401);
});

test("details are checked, which loads zod", async () => {
  const { delivery } = await verifyDelivery(signDelivery(completedPayload, { secret }), secret);
  expect(delivery.issues).toEqual([]);
});

test("a rejection is a MynthWebhookError", async () => {
  const rejected = verifyDelivery(badDeliveries.unsigned(completedPayload, { secret }), secret);
  await expect(rejected).rejects.toThrow(MynthWebhookError);
});
