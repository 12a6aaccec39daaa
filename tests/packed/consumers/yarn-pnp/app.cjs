const assert = require("node:assert/strict");
const { verifyDelivery } = require("@mynth-webhooks/express");
const { completedPayload, signDelivery } = require("@mynth-webhooks/testing");

verifyDelivery(signDelivery(completedPayload, { secret: "wbs_consumer" }), "wbs_consumer").then(
  ({ event, delivery }) => {
    assert.deepEqual([event.task.id, delivery.issues], [completedPayload.task.id, []]);
  },
);
