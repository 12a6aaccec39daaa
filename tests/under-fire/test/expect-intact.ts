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
  const found = { lost, stuck, doubled: settings.record === "transaction" ? doubled : doubled - explained };
  expect(found).toEqual({ lost: 0, stuck: 0, doubled: 0 });
  if (!mayCrash(settings)) expect(crashes).toBe(0);
}
