import { setTimeout as wait } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { readEffects } from "../src/effect.ts";
import type { Fault } from "./faults/repeat.ts";
import { describeStore } from "./receivers/describe-store.ts";
import { defaultLease, type Receivers } from "./receivers/receivers.ts";
import { addRow } from "./report/add-row.ts";
import { countEffects } from "./report/count-effects.ts";
import type { Row } from "./report/row.ts";
import { createTasks, type PlannedDelivery, planDeliveries } from "./sender/plan.ts";
import { redeliver } from "./sender/redeliver.ts";
import { type SenderReport, sendAll } from "./sender/send-all.ts";
import type { PostgresServer } from "./servers/postgres-server.ts";

export interface Scenario {
  readonly scenario: string;
  readonly receivers: Receivers;
  /** The processes that have the effects, if they are not the receivers. */
  readonly workers?: Receivers;
  readonly tasks?: readonly string[];
  readonly deliveries?: readonly PlannedDelivery[];
  readonly concurrency?: number;
  /** What goes wrong while the deliveries are sent. */
  readonly fault: Fault;
  /** The database of effects in the handler's transaction. */
  readonly postgres?: PostgresServer | undefined;
  /** Resolves when all effects have happened, if that can be later than the responses. */
  readonly settle?: () => Promise<void>;
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
const sendingMs = 5000;

/** Delivers events to receivers while something goes wrong, and then once more. Adds a row to the table. */
export async function runScenario({
  scenario,
  receivers,
  workers = receivers,
  tasks = createTasks(400),
  deliveries = planDeliveries(tasks, sendingMs),
  concurrency,
  fault,
  postgres,
  settle,
  memoryLost = [],
}: Scenario): Promise<ScenarioResult> {
  onTestFinished(({ task }) => {
    if (task.result?.state === "fail") console.log(receivers.readLog());
  });
  const { settings } = receivers;
  const sent = new AbortController();
  const getUrl = () => receivers.anyUrl;
  const faults = fault(sent.signal);
  const report = await sendAll(deliveries, getUrl, concurrency).finally(() => sent.abort());
  await faults;
  await settle?.();

  // A dead worker's claim has to expire. Nobody else's has: a live worker records what it has processed.
  await wait(settleMs + (settings.lease < defaultLease ? settings.lease * 1000 : 0));
  const refused = await redeliver(tasks, getUrl);
  if (settle) await wait(settleMs);

  const effects = [...readEffects(settings.effectsFile), ...((await postgres?.getEffects()) ?? [])];
  const stuck = new Set([...report.givenUp, ...refused]);
  const acknowledged = tasks.filter((task) => !stuck.has(task));
  const row: Row = {
    scenario,
    store: describeStore(settings),
    framework: settings.framework,
    events: tasks.length,
    deliveries: report.deliveries,
    requests: report.requests,
    ...countEffects(acknowledged, effects, {
      deaths: workers.deaths,
      recordMs: settings.lease * 1000,
      memoryLost,
    }),
    stuck: stuck.size,
    crashes: receivers.crashes,
    longest: Math.max(...report.longest.values()),
  };
  addRow(row);
  return { row, report };
}
