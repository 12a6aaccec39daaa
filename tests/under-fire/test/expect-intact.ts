import { expect } from "vitest";
import type { ReceiverSettings } from "../src/receiver/settings.ts";
import { mayCrash } from "./receivers/postgres-receivers.ts";
import type { Row } from "./report/row.ts";

/**
 * Expects that every event was processed once, or twice for a known cause, and that no process died of the fault.
 * If the record is in the transaction of the effect, no cause is good enough.
 */
export function expectIntact(row: Row, settings: Pick<ReceiverSettings, "client" | "record">): void {
  const { lost, stuck, crashes, doubled, explained } = row;
  const crashed = mayCrash(settings) && crashes > 0;
  // The claims of a process that ended last for a lease, and the test does not wait that long.
  const found = {
    lost,
    stuck: crashed ? 0 : stuck,
    doubled: settings.record === "transaction" ? doubled : doubled - explained,
  };
  expect(found).toEqual({ lost: 0, stuck: 0, doubled: 0 });
  if (!crashed) expect(crashes).toBe(0);
}
