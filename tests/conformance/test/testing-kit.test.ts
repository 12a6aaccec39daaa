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
  { generation: "X-Mynth-Signature", secret: "wbs_secret_kit", payload: event },
  {
    generation: "Standard Webhooks",
    secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    payload: asStandardWebhooks(event),
  },
];
const path = "/webhooks/mynth";

/** The sender of each framework, which returns the status. */
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

describe.each(Object.entries(senders))("%s", (name, send) => {
  describe.each(generations)("by $generation", ({ generation, secret, payload }) => {
    test(`${name}() sends a signed ${generation} delivery that is accepted`, async () => {
      expect(await send(secret, signDelivery(payload, { secret }))).toBe(204);
    });

    const title = `badDeliveries.%s by ${generation} is rejected with 401 through ${name}()`;
    test.each(Object.entries(badDeliveries))(title, async (_what, createBadDelivery) => {
      expect(await send(secret, createBadDelivery(payload, { secret }))).toBe(401);
      expect(await send(secret, createBadDelivery(JSON.stringify(payload), { secret }))).toBe(401);
    });
  });
});

test("fakeClock moves only when advance() is called", async () => {
  const time = fakeClock();
  const app = new Hono().post(path, forHono("wbs_secret_kit", { clock: time.clock }), (c) => c.body(null, 204));
  const delivery = signDelivery(event, { secret: "wbs_secret_kit", timestamp: time.timestamp });
  time.advance(300);
  expect((await viaRequest(app, path, delivery)).status).toBe(204);
  time.advance(1);
  expect((await viaRequest(app, path, delivery)).status).toBe(401);
});

interface Bindings {
  SECRET: string;
}

test("viaRequest passes env to a Hono application", async () => {
  const app = new Hono<{ Bindings: Bindings }>().post(
    path,
    forHono<Bindings>((c) => c.env.SECRET),
    (c) => c.body(null, 204),
  );
  const delivery = signDelivery(event, { secret: "wbs_bound" });
  expect((await viaRequest(app, path, delivery, { SECRET: "wbs_bound" })).status).toBe(204);
});

test.each(["{}", "{ }", "[]", "no JSON", '{"a":1}', '{"a":{}} \n'])(
  "badDeliveries.tampered changes the body %s",
  (body) => {
    expect(badDeliveries.tampered(body, { secret: "wbs_secret_kit" }).body).not.toBe(body);
  },
);

test("badDeliveries.tampered returns valid JSON", () => {
  const { body } = badDeliveries.tampered(event, { secret: "wbs_secret_kit" });
  expect(JSON.parse(body)).toEqual({ ...event, tampered: true });
});
