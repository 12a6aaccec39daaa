import { setTimeout as wait } from "node:timers/promises";
import type { Delivery, MynthEvent } from "@mynth-webhooks/core";
import { appendEffect } from "../effect.ts";
import type { OpenDatabase, OpenStore } from "./opened.ts";
import { type ReceiverSettings, slowTask } from "./settings.ts";

/** The application's part of a route. */
export type Handle = (event: MynthEvent, delivery: Delivery) => Promise<void>;

const insertEffect = "INSERT INTO effects (event, worker, at) VALUES ($1, $2, $3)";

/** Creates the handler of all events. It has its effect first, then works for a while, in which it can be killed. */
export function createHandler(settings: ReceiverSettings, opened: OpenStore | OpenDatabase): Handle {
  const { worker, effectsFile, record, workMs, slowWorkMs } = settings;
  const work = (task: string) => wait(task.startsWith(slowTask) ? slowWorkMs : Math.random() * workMs);

  if (record === "after") {
    return async ({ task }) => {
      appendEffect(effectsFile, { event: task.id, worker, at: Date.now() });
      await work(task.id);
    };
  }
  if (!("inTransaction" in opened)) throw new Error(`${settings.client} has no transactions.`);
  return ({ task }, { claim }) =>
    opened.inTransaction(claim, async (query) => {
      await query(insertEffect, [task.id, worker, Date.now()]);
      await work(task.id);
    });
}
