import { mynthWebhook } from "@mynth-webhooks/hono";
import { Hono } from "hono";

new Hono().post("/", mynthWebhook("wbs_secret_x"), (c) => c.text(c.var.mynthEvent.taks.id));
