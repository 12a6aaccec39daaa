import { isKnownEvent, mynthWebhook } from "@mynth-webhooks/express";
import express from "express";

declare global {
  namespace MynthWebhooks {
    interface Settings {
      unknownEvents: "deliver";
    }
  }
}

express().post("/", mynthWebhook("wbs_x", { unknownEvents: "deliver" }), (req, res) => {
  // @ts-expect-error it may be an event of an unknown name, which need not be about a task
  req.mynthEvent.task.id;
  const { mynthEvent: event } = req;
  res.send(isKnownEvent(event) ? event.task.id : `new: ${event.event}`);
});
