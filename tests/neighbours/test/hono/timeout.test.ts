import { mynthWebhook } from "@mynth-webhooks/hono";
import { Hono, type MiddlewareHandler } from "hono";
import { timeout } from "hono/timeout";
import { expect, type TestContext, test } from "vitest";
import { sendUntilSettled } from "../check-neighbours.ts";
import { createDelivery, path, secret } from "../deliveries.ts";
import { Inbox } from "../inbox.ts";
import { startHono } from "../start-hono.ts";

const where = [
  { place: "in front of", chain: (guard: MiddlewareHandler) => [timeout(100), guard] as const },
  { place: "behind", chain: (guard: MiddlewareHandler) => [guard, timeout(100)] as const },
];

/** Results of a handler that ends after the response 504. */
const ends = [
  { end: "succeeds", come: () => new Response(null, { status: 204 }), afterwards: { status: 200, runs: 1 } },
  { end: "returns 500", come: () => new Response(null, { status: 500 }), afterwards: { status: 204, runs: 2 } },
  {
    end: "throws",
    come: (): Response => {
      throw new Error("too late to be heard");
    },
    afterwards: { status: 204, runs: 2 },
  },
];

for (const { place, chain } of where) {
  for (const { end, come, afterwards } of ends) {
    test.concurrent(`a handler that ${end} after hono/timeout ${place} the guard decides the status of the retry`, async (context) => {
      const { running, counts, reports, endHandler } = await start(chain, come, context);
      expect((await running.send(createDelivery())).status).toBe(504);
      // The handler still runs.
      expect((await running.send(createDelivery())).status).toBe(409);
      endHandler();
      expect({ status: await sendUntilSettled(running), runs: counts.runs }).toEqual(afterwards);
      expect({ atOnce: counts.most, reports: reports() }).toEqual({ atOnce: 1, reports: [] });
    });
  }

  test.concurrent(`the guard throws nothing into app.onError with hono/timeout ${place} the guard`, async (context) => {
    const { running, errors, endHandler } = await start(chain, () => new Response(null, { status: 204 }), context);
    await running.send(createDelivery());
    endHandler();
    await sendUntilSettled(running);
    expect(errors).toEqual([]);
  });
}

async function start(
  chain: (guard: MiddlewareHandler) => readonly [MiddlewareHandler, MiddlewareHandler],
  come: () => Response,
  { onTestFinished }: TestContext,
) {
  const inbox = new Inbox();
  const counts = { runs: 0, now: 0, most: 0 };
  const errors: string[] = [];
  let endHandler = (): void => {};
  const ending = new Promise<void>((resolve) => {
    endHandler = resolve;
  });
  const app = new Hono().onError((error, c) => {
    if ("getResponse" in error && typeof error.getResponse === "function") return error.getResponse();
    if (error.message !== "too late to be heard") errors.push(String(error));
    return c.text("", 500);
  });
  app.post(path, ...chain(mynthWebhook(secret, inbox.options)), async (c) => {
    counts.runs += 1;
    counts.now += 1;
    counts.most = Math.max(counts.most, counts.now);
    try {
      if (counts.runs > 1) return c.body(null, 204);
      await ending;
      return come();
    } finally {
      counts.now -= 1;
    }
  });
  const running = await startHono(app.fetch);
  onTestFinished(() => running.stop());
  const reports = () => inbox.reports.filter((what) => !what.startsWith("in_progress"));
  return { running, counts, errors, reports, endHandler };
}
