import { completedPayload, signDelivery } from "@mynth-webhooks/testing";
import express from "express";
import express4 from "express4";
import request from "supertest";
import { describe, expect, test } from "vitest";
import { mynthWebhook } from "../src/index.ts";

const secret = "wbs_explain_consumed";
const path = "/webhooks/mynth";

describe.each([
  { version: 5, make: express },
  { version: 4, make: express4 },
])("Express $version", ({ version, make }) => {
  const consumers: { what: string; before: () => express.RequestHandler; hint: RegExp }[] = [
    { what: "express.json()", before: () => make.json(), hint: /^express\.json\(\) ran first.*NestFactory/ },
    {
      what: "a Next.js API route",
      before: () => (req, _res, next) => {
        Object.assign(req, { cookies: {}, preview: undefined, body: { parsed: true } });
        req.on("data", () => {}).on("end", () => next());
      },
      hint: /^Next\.js parsed the body.*bodyParser: false/,
    },
    {
      what: "an unknown parser",
      before: () => (req, _res, next) => {
        req
          .on("data", () => {})
          .on("end", () => {
            req.body = { parsed: true };
            next();
          });
      },
      hint: /^req\.body already holds a parsed value/,
    },
    {
      what: "a reader that keeps nothing",
      before: () => (req, _res, next) => void req.on("data", () => {}).on("end", () => next()),
      hint: /^A body parser consumed the body/,
    },
  ];
  test.each(consumers)(`the hint in Express ${version} names $what`, async ({ before, hint }) => {
    let given: string | undefined;
    const app = make();
    app.use(before());
    app.post(path, mynthWebhook(secret, { onError: (error) => (given = error.hint) }), (_req, res) => void res.send());
    const { headers, body } = signDelivery(completedPayload, { secret });
    const response = await request(app).post(path).set(headers).send(body);
    expect([response.status, given]).toEqual([500, expect.stringMatching(hint)]);
  });
});
