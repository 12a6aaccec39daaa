import assert from "node:assert/strict";
import { verifyDelivery } from "@mynth-webhooks/express";
import { completedPayload, signDelivery } from "@mynth-webhooks/testing";

const { event, delivery } = await verifyDelivery(
  signDelivery(completedPayload, { secret: "wbs_consumer" }),
  "wbs_consumer",
);
assert.deepEqual([event.task.id, delivery.issues], [completedPayload.task.id, []]);
