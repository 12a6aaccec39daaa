import { readFileSync } from "node:fs";

/** What one scenario came to. */
export interface Row {
  readonly scenario: string;
  readonly store: string;
  readonly framework: string;
  readonly events: number;
  readonly deliveries: number;
  readonly requests: number;
  /** Events that were acknowledged, and have no effect. */
  readonly lost: number;
  /** Acknowledged events with more than one effect. */
  readonly doubled: number;
  /** Of these, events whose record a known cause prevented. */
  readonly explained: number;
  /** Events with a delivery that was given up, or refused at the end. */
  readonly stuck: number;
  /** Processes that ended and should not have. */
  readonly crashes: number;
  /** The longest delivery, in milliseconds. */
  readonly longest: number;
}

/** Returns the rows in a file. */
export function readRows(file: string): readonly Row[] {
  return readFileSync(file, "utf8").split("\n").filter(Boolean).map(parseRow);
}

function parseRow(line: string): Row {
  return JSON.parse(line);
}
