import { expect, test } from "vitest";
import type { Application } from "./application.ts";
import { startNeighbour } from "./check-neighbours.ts";
import { createDelivery } from "./deliveries.ts";
import type { Inbox } from "./inbox.ts";

/** Starts an application whose handler takes every method and reports each call to the inbox. */
export type StartForAllMethods = (inbox: Inbox) => Promise<Application>;

/** A safe method with a body is verified like any other request. Without a body it passes. */
export function checkSafeMethods(name: string, start: StartForAllMethods): void {
  for (const method of ["GET", "HEAD", "OPTIONS"]) {
    test.concurrent(`${method} without a body in ${name} reaches the handler without an event`, async (context) => {
      const { application, inbox } = await startNeighbour({ start }, context);
      const { status } = await application.send({ method, headers: {}, body: "" });
      expect([status, inbox.reports]).toEqual([200, [`${method} without an event`]]);
    });

    for (const way of ["at once", "chunked"] as const) {
      test.concurrent(`an unsigned ${method} with a body sent ${way} in ${name} is rejected`, async (context) => {
        const { application, inbox } = await startNeighbour({ start }, context);
        const headers = { "content-type": "application/json" };
        const { status } = await application.send({ method, headers, body: createDelivery().body }, way);
        expect([status, inbox.reports]).toEqual([401, []]);
      });
    }
  }
}
