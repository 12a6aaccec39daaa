import { setTimeout as wait } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { readEffects } from "../src/effect.ts";
import type { Fault } from "./faults/repeat.ts";
import type { Receivers } from "./receivers/receivers.ts";
import { addRow } from "./report/add-row.ts";
import { countEffects } from "./report/count-effects.ts";
import type { Row } from "./report/row.ts";
import { createTasks, type PlannedDelivery, planDeliveries } from "./sender/plan.ts";
import { redeliver } from "./sender/redeliver.ts";
import { type SenderReport, sendAll } from "./sender/send-all.ts";
import type { PostgresServer } from "./servers/postgres-server.ts";

export interface Scenario {
  readonly scenario: string;
  readonly store: string;
  readonly receivers: Receivers;
  readonly tasks?: readonly string[];
  readonly deliveries?: readonly PlannedDelivery[];
  readonly concurrency?: number;
  /** What goes wrong while the deliveries are sent. */
  readonly fault: Fault;
  /** The database of effects in the handler's transaction. */
  readonly postgres?: PostgresServer | undefined;
  /** When the store lost its memory. */
  readonly memoryLost?: readonly number[];
}

export interface ScenarioResult {
  readonly row: Row;
  readonly report: SenderReport;
}

/** How long the last records may take, in milliseconds. */
const settleMs = 1000;

/** The time in which the first deliveries of all events are spread, in milliseconds. */
export const sendingMs = 5000;

/** Delivers events to receivers while something goes wrong, and then once more. Adds a row to the table. */
export async function runScenario({
  scenario,
  store,
  receivers,
  tasks = createTasks(600),
  deliveries = planDeliveries(tasks, sendingMs),
  concurrency,
  fault,
  postgres,
  memoryLost = [],
}: Scenario): Promise<ScenarioResult> {
  onTestFinished(({ task }) => {
    if (task.result?.state === "fail") console.log(receivers.readLog());
  });
  const sent = new AbortController();
  const getUrl = () => receivers.anyUrl;
  const faults = fault(sent.signal);
  const report = await sendAll(deliveries, getUrl, concurrency).finally(() => sent.abort());
  await faults;

  // A killed worker's claim has to expire. Nobody else's has: a live worker records what it has processed.
  await wait(settleMs + (receivers.killed.size > 0 ? receivers.settings.lease * 1000 : 0));
  const refused = await redeliver(tasks, getUrl);

  const effects = [...readEffects(receivers.settings.effectsFile), ...((await postgres?.getEffects()) ?? [])];
  const stuck = new Set([...report.givenUp, ...refused]);
  const acknowledged = tasks.filter((task) => !stuck.has(task));
  const row: Row = {
    scenario,
    store,
    events: tasks.length,
    deliveries: report.deliveries,
    requests: report.requests,
    ...countEffects(acknowledged, effects, { killed: receivers.killed, memoryLost }),
    stuck: stuck.size,
    crashes: receivers.crashes.length,
    longest: Math.max(...report.longest.values()),
  };
  addRow(row);
  return { row, report };
}
