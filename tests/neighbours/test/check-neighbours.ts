import { setTimeout as sleep } from "node:timers/promises";
import { expect, type TestContext, test } from "vitest";
import type { Application, Neighbour } from "./application.ts";
import { createDelivery, large, small, type TestDelivery, tamper } from "./deliveries.ts";
import { Inbox } from "./inbox.ts";
import { type Answer, ways } from "./send.ts";

/** Tests every neighbour. */
export function checkNeighbours(neighbours: readonly Neighbour[]): void {
  for (const neighbour of neighbours) {
    const { what } = neighbour;
    test.concurrent(`a good delivery in ${what} is handled once and acknowledged`, async (context) => {
      const { application, inbox } = await startNeighbour(neighbour, context);
      const delivery = createDelivery();
      const answer = await application.send(delivery);
      expect(summarize(answer, inbox)).toEqual({ status: "2xx", reports: [] });
      expectHandledOnce(inbox, delivery);
    });

    test.concurrent.for([small, large])(
      `a tampered delivery of %i bytes in ${what} is rejected`,
      async (size, context) => {
        const { application, inbox } = await startNeighbour(neighbour, context);
        const { status } = await application.send(tamper(createDelivery({ size })));
        expect({ status, handled: inbox.handled.length }).toEqual({ status: 401, handled: 0 });
      },
    );

    test.concurrent(`a duplicate in ${what} gets 200 and is not handled again`, async (context) => {
      const { application, inbox } = await startNeighbour(neighbour, context);
      const first = await application.send(createDelivery());
      expect(summarize(first, inbox)).toEqual({ status: "2xx", reports: [] });
      expect([await sendUntilSettled(application), inbox.handled.length]).toEqual([200, 1]);
    });

    test.concurrent(`a delivery in ${what} whose handler failed is handled on the retry`, async (context) => {
      const { application, inbox } = await startNeighbour(neighbour, context);
      inbox.failing = true;
      const first = await application.send(createDelivery());
      inbox.failing = false;
      expect([first.status, inbox.handled.length]).toEqual([500, 1]);
      expect([await sendUntilSettled(application), inbox.handled.length]).toEqual([200, 2]);
    });

    test.concurrent.for(neighbour.ways ?? ways)(
      `a delivery of 200 kB sent %s in ${what} is handled once`,
      async (way, context) => {
        const { application, inbox } = await startNeighbour(neighbour, context);
        const delivery = createDelivery({ size: large });
        const answer = await application.send(delivery, way);
        expect(summarize(answer, inbox)).toEqual({ status: "2xx", reports: [] });
        expectHandledOnce(inbox, delivery);
      },
    );
  }
}

/** Starts it for one test. */
export async function startNeighbour({ start }: Pick<Neighbour, "start">, { onTestFinished }: TestContext) {
  const inbox = new Inbox();
  const application = await start(inbox);
  onTestFinished(() => application.stop());
  return { application, inbox };
}

/** A claim may end a moment after the response; until then a retry gets 409. Gives up after two seconds. */
export async function sendUntilSettled(application: Application): Promise<number> {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const { status } = await application.send(createDelivery());
    if (status !== 409) return status;
    await sleep(50);
  }
  return 409;
}

/** For a difference that says why. */
function summarize({ status }: Answer, { reports }: Inbox) {
  return { status: status >= 200 && status < 300 ? "2xx" : status, reports };
}

export function expectHandledOnce({ handled }: Inbox, { event, body }: TestDelivery): void {
  expect(handled.length).toBe(1);
  // Compared as text: a difference of 200 kB is nothing to print.
  expect(handled[0]?.rawBody === body, "rawBody is the body that was sent").toBe(true);
  expect(JSON.stringify(handled[0]?.event) === JSON.stringify(event), "the event is the one that was sent").toBe(true);
}
