import { expect } from "vitest";
import type { ReceiverSettings } from "../src/receiver/settings.ts";
import type { Row } from "./report/row.ts";

/** Expects that every event was processed once, or twice for a known cause, and that no process died of the fault. */
export function expectIntact(row: Row, record: ReceiverSettings["record"] = "after"): void {
  const { lost, stuck, crashes, doubled, explained } = row;
  expect({ lost, stuck, crashes, unexplained: doubled - explained }).toEqual({
    lost: 0,
    stuck: 0,
    crashes: 0,
    unexplained: 0,
  });
  if (record === "transaction") expect(doubled).toBe(0);
}
