import { setInterval } from "node:timers/promises";
import { migration } from "@mynth-webhooks/postgres";
import pg from "pg";
import { describe, expect, inject, test } from "vitest";
import { Receivers } from "../dist/under-fire/receivers.js";
import { sendAll } from "../dist/under-fire/sender.js";
import { storeKinds } from "../dist/under-fire/settings.js";

const { redis = "", postgres = "" } = inject("servers");
const events = 2000;
const processes = 4;
/** The time in which the replacement of a killed process starts. */
const killIntervalMs = 600;
/** More kills would only test how fast processes start. */
const maxKills = 12;

interface Effects {
  readonly event: string;
  readonly workers: readonly string[];
}

/** Returns every event with the workers that had an effect for it. */
async function getEffects(pool: pg.Pool): Promise<readonly Effects[]> {
  const { rows } = await pool.query<Effects>("SELECT event, array_agg(worker) AS workers FROM effects GROUP BY event");
  return rows;
}

describe.skipIf(!redis || !postgres)(
  `${events} events, each delivered 3 to 5 times concurrently to ${processes} processes`,
  () => {
    test.each(storeKinds)(
      "no event is lost with the store %s while processes are killed",
      { timeout: 120_000 },
      async (kind) => {
        const pool = new pg.Pool({ connectionString: postgres });
        await pool.query(`DROP TABLE IF EXISTS effects, mynth_webhook_claims; ${migration}`);
        await pool.query("CREATE TABLE effects (event text NOT NULL, worker text NOT NULL)");
        const receivers = new Receivers(kind, { redis, postgres });
        const finished = new AbortController();
        try {
          await receivers.start(processes);
          const killing = killUntil(finished.signal, receivers);
          const tasks = Array.from({ length: events }, (_, index) => `tsk_${kind.length}_${index}`);
          const sent = await sendAll(tasks, () => receivers.anyUrl);
          finished.abort();
          await killing;

          const effects = await getEffects(pool);
          const duplicated = effects.filter(({ workers }) => workers.length > 1);
          const unexplained = duplicated.filter(
            ({ workers }) => workers.filter((worker) => !receivers.killed.has(worker)).length > 1,
          );
          console.log(
            `${kind}: ${events} events, ${sent.deliveries} deliveries in ${sent.requests} requests, ${receivers.killed.size} processes killed; ${events - effects.length} events lost, ${duplicated.length} processed twice`,
          );
          expect(sent.givenUp).toBe(0);
          expect(effects).toHaveLength(events);
          expect(receivers.killed.size).toBeGreaterThan(3);
          // Only a process that was killed between its effect and complete() leaves an unrecorded effect.
          expect(unexplained).toEqual([]);
          if (kind === "PostgreSQL, in the handler's transaction") expect(duplicated).toEqual([]);
        } finally {
          finished.abort();
          await receivers.stop();
          await pool.end();
        }
      },
    );
  },
);

async function killUntil(signal: AbortSignal, receivers: Receivers): Promise<void> {
  try {
    for await (const _ of setInterval(killIntervalMs, undefined, { signal })) {
      await receivers.killOne();
      if (receivers.killed.size === maxKills) return;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
