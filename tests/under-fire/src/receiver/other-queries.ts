import { setTimeout as wait } from "node:timers/promises";
import type { RunQuery } from "./opened.ts";

/** In milliseconds. */
const betweenBursts = 1500;

/** The rest of an application: every now and then, many slow queries at once in its pool. */
export async function runOtherQueries(count: number, query: RunQuery): Promise<never> {
  for (;;) {
    await Promise.allSettled(Array.from({ length: count }, async () => query("SELECT pg_sleep(0.1)")));
    await wait(betweenBursts, undefined, { ref: false });
  }
}
