import { isKnownEvent, mynthWebhook } from "@mynth-webhooks/express";
import express from "express";

declare global {
  namespace MynthWebhooks {
    interface Settings {
      unknownEvents: "deliver";
    }
  }
}

express().post("/", mynthWebhook("wbs_secret_x", { unknownEvents: "deliver" }), (req, res) => {
  // @ts-expect-error an unknown event may not have a task
  req.mynthEvent.task.id;
  const { mynthEvent: event } = req;
  res.send(isKnownEvent(event) ? event.task.id : `new: ${event.event}`);
});
