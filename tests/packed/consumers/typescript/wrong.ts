import { mynthWebhook } from "@mynth-webhooks/express";
import express from "express";

const app = express();
app.post("/w", mynthWebhook("wbs_consumer"), (req, res) => {
  // @ts-expect-error the types are there: this field does not exist
  res.json(req.mynthEvent.taks);
});
