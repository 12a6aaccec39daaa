import { mynthWebhook as forExpress } from "@mynth-webhooks/express";
import { mynthWebhook as forFastify } from "@mynth-webhooks/fastify";
import { mynthWebhook as forHono } from "@mynth-webhooks/hono";
import {
  asStandardWebhooks,
  badDeliveries,
  exampleEvent,
  fakeClock,
  type SignedDelivery,
  signDelivery,
  viaInject,
  viaRequest,
  viaSupertest,
} from "@mynth-webhooks/testing";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import request from "supertest";
import { describe, expect, test } from "vitest";

const event = exampleEvent("task.image.alt.completed");
const generations = [
  { generation: "X-Mynth-Signature", secret: "wbs_kit", payload: event },
  {
    generation: "Standard Webhooks",
    secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    payload: asStandardWebhooks(event),
  },
];
const path = "/webhooks/mynth";

/** Each framework's sender, giving the status. */
const senders = {
  viaSupertest: async (secret: string, delivery: SignedDelivery) => {
    const app = express();
    app.post(path, forExpress(secret), (_req, res) => void res.sendStatus(204));
    return (await viaSupertest(request(app).post(path), delivery)).status;
  },
  viaInject: async (secret: string, delivery: SignedDelivery) => {
    const app = Fastify();
    await app.register(forFastify, { secret });
    app.post(path, async (_request, reply) => reply.code(204).send());
    return (await viaInject(app, path, delivery)).statusCode;
  },
  viaRequest: async (secret: string, delivery: SignedDelivery) => {
    const app = new Hono().post(path, forHono(secret), (c) => c.body(null, 204));
    return (await viaRequest(app, path, delivery)).status;
  },
};

describe.each(Object.entries(senders))("%s", (_name, send) => {
  describe.each(generations)("by $generation", ({ secret, payload }) => {
    test("delivers what is signed", async () => {
      expect(await send(secret, signDelivery(payload, { secret }))).toBe(204);
    });

    test.each(Object.entries(badDeliveries))("has what is %s refused", async (_what, bad) => {
      expect(await send(secret, bad(payload, { secret }))).toBe(401);
      expect(await send(secret, bad(JSON.stringify(payload), { secret }))).toBe(401);
    });
  });
});

test("a fixed clock moves when it is told to, and not before", async () => {
  const time = fakeClock();
  const app = new Hono().post(path, forHono("wbs_kit", { clock: time.clock }), (c) => c.body(null, 204));
  const delivery = signDelivery(event, { secret: "wbs_kit", timestamp: time.timestamp });
  time.advance(300);
  expect((await viaRequest(app, path, delivery)).status).toBe(204);
  time.advance(1);
  expect((await viaRequest(app, path, delivery)).status).toBe(401);
});

interface Bindings {
  SECRET: string;
}

test("a sender hands a Worker its environment", async () => {
  const app = new Hono<{ Bindings: Bindings }>().post(
    path,
    forHono<Bindings>((c) => c.env.SECRET),
    (c) => c.body(null, 204),
  );
  const delivery = signDelivery(event, { secret: "wbs_bound" });
  expect((await viaRequest(app, path, delivery, { SECRET: "wbs_bound" })).status).toBe(204);
});

test.each(["{}", "{ }", "[]", "no JSON", '{"a":1}', '{"a":{}} \n'])(
  "what is tampered differs from what was signed: %s",
  (body) => {
    expect(badDeliveries.tampered(body, { secret: "wbs_kit" }).body).not.toBe(body);
  },
);

test("what is tampered is JSON still", () => {
  const { body } = badDeliveries.tampered(event, { secret: "wbs_kit" });
  expect(JSON.parse(body)).toEqual({ ...event, tampered: true });
});
