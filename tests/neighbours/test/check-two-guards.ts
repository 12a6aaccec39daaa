import { type IdempotencyStore, memoryStore } from "@mynth-webhooks/core";
import { expect, type TestContext, test } from "vitest";
import type { Application } from "./application.ts";
import { expectHandledOnce, sendUntilSettled } from "./check-neighbours.ts";
import { createDelivery, large, otherSecret, secret, small } from "./deliveries.ts";
import { Inbox } from "./inbox.ts";

interface GuardSetup {
  readonly secret: string | string[];
  readonly options: {
    readonly idempotency?: { readonly store: IdempotencyStore };
    readonly onError: Inbox["options"]["onError"];
  };
}

/** Starts an application with two guards on one route. If both setups are the same object, one guard is mounted twice. */
export type StartTwoGuards = (first: GuardSetup, second: GuardSetup, inbox: Inbox) => Promise<Application>;

const stores: { where: string; make: () => (IdempotencyStore | undefined)[] }[] = [
  { where: "without a store", make: () => [undefined, undefined] },
  { where: "with a shared store", make: () => twice(memoryStore()) },
  { where: "with a store for each guard", make: () => [memoryStore(), memoryStore()] },
  { where: "with a store in the first guard", make: () => [memoryStore(), undefined] },
  { where: "with a store in the second guard", make: () => [undefined, memoryStore()] },
];

const twice = <T>(value: T): [T, T] => [value, value];

/** Two guards on one route never fail open, and never return 409 or 500 for every retry. */
export function checkTwoGuards(name: string, start: StartTwoGuards): void {
  for (const size of [small, large]) {
    test.concurrent(`a good delivery of ${size} bytes behind one guard mounted twice in ${name} is handled once`, async (context) => {
      const inbox = new Inbox();
      const setup = { secret, options: inbox.options };
      const application = await run(start(setup, setup, inbox), context);
      const delivery = createDelivery({ size });
      expect([(await application.send(delivery)).status, inbox.reports]).toEqual([200, []]);
      expectHandledOnce(inbox, delivery);
      expect([await sendUntilSettled(application), inbox.handled.length]).toEqual([200, 1]);
    });
  }

  for (const { where, make } of stores) {
    const guards = `two guards ${where} in ${name}`;
    const isOnce = make().some((store) => store !== undefined);
    const startWith = async (secrets: [string | string[], string | string[]], context: TestContext) => {
      const inbox = new Inbox();
      const [first, second] = make().map((store) => ({
        ...(store && { idempotency: { store } }),
        onError: inbox.options.onError,
      }));
      const bare = { onError: inbox.options.onError };
      const setups = [first ?? bare, second ?? bare].map((options, at) => ({ secret: secrets[at] ?? "", options }));
      const [one, two] = setups;
      if (!one || !two) throw new Error("Expected two setups.");
      return { inbox, application: await run(start(one, two, inbox), context) };
    };

    for (const size of [small, large]) {
      test.concurrent(`a good delivery of ${size} bytes behind ${guards} with the same secret is handled`, async (context) => {
        const { inbox, application } = await startWith([secret, secret], context);
        const delivery = createDelivery({ size });
        expect([(await application.send(delivery)).status, inbox.reports]).toEqual([200, []]);
        expectHandledOnce(inbox, delivery);
      });
    }

    test.concurrent(`a duplicate behind ${guards} with the same secret gets 200`, async (context) => {
      const { inbox, application } = await startWith([secret, secret], context);
      await application.send(createDelivery());
      expect([await sendUntilSettled(application), inbox.handled.length]).toEqual([200, isOnce ? 1 : 2]);
    });

    test.concurrent(`a failed delivery behind ${guards} with the same secret is handled on the retry`, async (context) => {
      const { inbox, application } = await startWith([secret, secret], context);
      inbox.failing = true;
      expect((await application.send(createDelivery())).status).toBe(500);
      inbox.failing = false;
      expect([await sendUntilSettled(application), inbox.handled.length]).toEqual([200, 2]);
    });

    test.concurrent(`the second of ${guards} verifies every delivery with its own secret`, async (context) => {
      const { inbox, application } = await startWith([secret, otherSecret], context);
      for (let attempt = 0; attempt < 3; attempt += 1) expect(await sendUntilSettled(application)).toBe(401);
      expect(inbox.handled).toEqual([]);
    });

    test.concurrent(`a delivery that both of ${guards} accept is handled if the first has more secrets`, async (context) => {
      const { inbox, application } = await startWith([[secret, otherSecret], otherSecret], context);
      expect(await sendUntilSettled(application)).toBe(401);
      const delivery = createDelivery({ by: otherSecret });
      expect((await application.send(delivery)).status).toBe(200);
      expectHandledOnce(inbox, delivery);
    });
  }
}

async function run(starting: Promise<Application>, { onTestFinished }: TestContext): Promise<Application> {
  const application = await starting;
  onTestFinished(() => application.stop());
  return application;
}
