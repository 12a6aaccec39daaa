import { appendFileSync, existsSync, readFileSync } from "node:fs";

/** One run of a handler: the event, the worker, and the time in milliseconds. */
export interface Effect {
  readonly event: string;
  readonly worker: string;
  readonly at: number;
}

/** Adds an effect to a file. The file survives whatever kills the process or the databases, like a sent email. */
export function appendEffect(file: string, effect: Effect): void {
  appendFileSync(file, `${JSON.stringify(effect)}\n`);
}

/** Returns the effects in a file. */
export function readEffects(file: string): readonly Effect[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8").trimEnd().split("\n").filter(Boolean).map(parseEffect);
}

function parseEffect(line: string): Effect {
  return JSON.parse(line);
}
