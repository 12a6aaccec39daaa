import { mock as nodeMock } from "node:test";
import { memoryStore } from "@mynth-webhooks/core";
import { mynthWebhook as forExpress } from "@mynth-webhooks/express";
import { mynthWebhook as forFastify } from "@mynth-webhooks/fastify";
import { mynthWebhook as forHono } from "@mynth-webhooks/hono";
import { completedPayload, signDelivery } from "@mynth-webhooks/testing";
import { mynthWebhook as forWeb } from "@mynth-webhooks/web";
import express from "express";
import Fastify from "fastify";
import { Hono } from "hono";
import MockDate from "mockdate";
import sinon from "sinon";
import request from "supertest";
import { afterEach, describe, expect, test, vi } from "vitest";

const secret = "wbs_mocked_clock";
const path = "/webhooks/mynth";
const at = new Date("2031-06-01T12:00:00Z");
type Delivery = ReturnType<typeof signDelivery>;

/** Creates an application, and returns a function that sends it a delivery and returns the status. */
const applications = {
  Express: () => {
    const app = express().post(path, forExpress(secret, createOptions()), (_req, res) => void res.sendStatus(200));
    return async ({ headers, body }: Delivery) => (await request(app).post(path).set(headers).send(body)).status;
  },
  Fastify: () => {
    const app = Fastify();
    app.register(async (scope) => {
      await scope.register(forFastify, { secret, ...createOptions() });
      scope.post(path, async () => "");
    });
    return async ({ headers, body }: Delivery) =>
      (await app.inject({ method: "POST", url: path, headers, payload: body })).statusCode;
  },
  Hono: () => {
    const app = new Hono().post(path, forHono(secret, createOptions()), (c) => c.body(null, 200));
    return async (delivery: Delivery) => (await app.request(path, { method: "POST", ...delivery })).status;
  },
  web: () => {
    const route = forWeb(() => new Response(), { secret, ...createOptions() });
    return async (delivery: Delivery) =>
      (await route(new Request(`https://example.com${path}`, { method: "POST", ...delivery }))).status;
  },
};

function createOptions() {
  return { idempotency: { store: memoryStore() } };
}

const clocks = {
  "vi.setSystemTime()": () => void vi.setSystemTime(at),
  "vi.useFakeTimers() of Date": () => void vi.useFakeTimers({ toFake: ["Date"], now: at }),
  'vi.spyOn(Date, "now")': () => void vi.spyOn(Date, "now").mockReturnValue(at.getTime()),
  "sinon.useFakeTimers() of Date": () => void sinon.useFakeTimers({ now: at, toFake: ["Date"] }),
  "MockDate.set()": () => MockDate.set(at),
  "node:test's mock.timers": () => nodeMock.timers.enable({ apis: ["Date"], now: at }),
};

function restoreClocks(): void {
  vi.useRealTimers();
  vi.restoreAllMocks();
  sinon.restore();
  MockDate.reset();
  nodeMock.timers.reset();
}

afterEach(restoreClocks);

const sign = () =>
  signDelivery({ ...completedPayload, task: { ...completedPayload.task, id: crypto.randomUUID() } }, { secret });

describe.each(Object.entries(applications))("%s", (framework, create) => {
  test.each(Object.entries(clocks))(
    `${framework} verifies what was signed under the clock of %s`,
    async (_name, mock) => {
      // Applications are created when they are imported, before a test mocks the clock.
      const send = create();
      mock();
      expect(await send(sign())).toBe(200);
    },
  );

  test.each(Object.entries(clocks))(
    `${framework}, created under the clock of %s, works after it`,
    async (_name, mock) => {
      mock();
      const send = create();
      restoreClocks();
      expect(await send(sign())).toBe(200);
    },
  );
});
