import { completedPayload, signDelivery } from "@mynth-webhooks/testing";
import express from "express";
import express4 from "express4";
import request from "supertest";
import { describe, expect, test } from "vitest";
import { hasMynthEvent, mynthWebhook } from "../src/index.ts";

const secret = "wbs_missing_event";
const path = "/webhooks/mynth";

describe.each([
  { version: 5, make: express },
  { version: 4, make: express4 },
])("Express $version", ({ version, make }) => {
  const createApp = () => {
    const app = make();
    app.all(path, mynthWebhook(secret), (req, res) => void res.send(req.mynthEvent.task.id));
    app.get("/unguarded", (req, res) => void res.send(`${hasMynthEvent(req)} ${req.mynthEvent.task.id}`));
    app.use(((error, _req, res, _next) => void res.status(500).send(error.message)) as express.ErrorRequestHandler);
    return app;
  };

  test(`req.mynthEvent in Express ${version} throws an error that explains, on a GET and on an unguarded route`, async () => {
    for (const url of [path, "/unguarded"]) {
      const { status, text } = await request(createApp()).get(url);
      expect([status, text]).toEqual([
        500,
        expect.stringMatching(/no Mynth delivery was verified for this GET request/),
      ]);
    }
  });

  test(`req.mynthEvent in Express ${version} is an ordinary property behind the guard`, async () => {
    const app = make();
    app.post(path, mynthWebhook(secret), (req, res) => {
      res.json([hasMynthEvent(req), Object.keys(req).includes("mynthEvent"), { ...req }.mynthEvent.task.id]);
    });
    const { headers, body } = signDelivery(completedPayload, { secret });
    const response = await request(app).post(path).set(headers).send(body);
    expect(response.body).toEqual([true, true, completedPayload.task.id]);
  });
});
