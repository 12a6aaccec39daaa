import { request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { memoryStore } from "@mynth-webhooks/core";
import { mynthWebhook } from "@mynth-webhooks/express";
import connectTimeout from "connect-timeout";
import type { RequestHandler } from "express";
import { expect, type TestContext, test } from "vitest";
import { sendUntilSettled, startNeighbour } from "../check-neighbours.ts";
import { createDelivery, large, path, secret } from "../deliveries.ts";
import { createHandler, expressVersions, reportErrors, startExpress } from "../start-express.ts";
import { slowSession } from "./slow-session.ts";

const nothing: RequestHandler = (_req, _res, next) => next();

for (const { version, express } of expressVersions) {
  /** Starts an application whose store takes `delay.claim` ms and whose handler takes `delay.handle` ms. */
  const start = (before: RequestHandler, delay: { claim: number; handle: number }, context: TestContext) =>
    startNeighbour(
      {
        start(inbox) {
          const inner = memoryStore();
          const claim: typeof inner.claim = (...args) => sleep(delay.claim).then(() => inner.claim(...args));
          const app = express().use(before);
          const options = { ...inbox.options, idempotency: { store: { ...inner, claim } } };
          app.post(path, mynthWebhook(secret, options));
          app.post(path, (_req, _res, next) => setTimeout(() => next(), delay.handle));
          app.post(path, createHandler(inbox));
          return startExpress(app.use(reportErrors(inbox)));
        },
      },
      context,
    );

  test.concurrent(`a handler in Express ${version} does not run if connect-timeout responded during the claim`, async (context) => {
    const delay = { claim: 400, handle: 0 };
    const { application, inbox } = await start(connectTimeout("100ms"), delay, context);
    expect((await application.send(createDelivery())).status).toBe(503);
    await sleep(500);
    expect(inbox.handled.length).toBe(0);
    delay.claim = 0;
    expect([await sendUntilSettled(application), inbox.handled.length]).toEqual([200, 1]);
    expect([await sendUntilSettled(application), inbox.handled.length]).toEqual([200, 1]);
  });

  test.concurrent(`a handler in Express ${version} does not run if connect-timeout responded before the end of the body`, async (context) => {
    const { application, inbox } = await start(connectTimeout("30ms"), { claim: 0, handle: 0 }, context);
    const { status } = await application.send(createDelivery({ size: large }), "in small pieces");
    await sleep(300);
    expect([status, inbox.handled.length]).toEqual([503, 0]);
  });

  test.concurrent(`a handler in Express ${version} that was slower than connect-timeout runs again for the retry`, async (context) => {
    const delay = { claim: 0, handle: 300 };
    const { application, inbox } = await start(connectTimeout("100ms"), delay, context);
    expect((await application.send(createDelivery())).status).toBe(503);
    await sleep(400);
    delay.handle = 0;
    const runs = inbox.handled.length;
    expect([await sendUntilSettled(application), inbox.handled.length]).toEqual([200, runs + 1]);
  });

  for (const [name, before] of Object.entries({ nothing: () => nothing, "a slow session": () => slowSession(60) })) {
    for (const [when, delay] of Object.entries({
      "during the claim": { claim: 200, handle: 0 },
      "during the handler": { claim: 0, handle: 200 },
    })) {
      test.concurrent(`an event in Express ${version} behind ${name} is handled once if the client disconnects ${when}`, async (context) => {
        const { application, inbox } = await start(before(), { ...delay }, context);
        await hangUp(application.url, 80);
        await sleep(400);
        expect([await sendUntilSettled(application), inbox.handled.length]).toEqual([200, 1]);
      });
    }

    test.concurrent(`an event in Express ${version} behind ${name} is handled on the retry if the client disconnects and the handler fails`, async (context) => {
      const { application, inbox } = await start(before(), { claim: 0, handle: 200 }, context);
      inbox.failing = true;
      await hangUp(application.url, 80);
      await sleep(400);
      inbox.failing = false;
      expect([await sendUntilSettled(application), inbox.handled.length]).toEqual([200, 2]);
    });
  }
}

/** Sends a delivery and closes the connection without waiting for the response. */
async function hangUp(url: string, after: number): Promise<void> {
  const { headers, body } = createDelivery();
  const outgoing = request(url, { method: "POST", headers, agent: false });
  outgoing.on("error", () => {});
  outgoing.end(body);
  await sleep(after);
  outgoing.destroy();
}
