import type { Effect } from "../../src/effect.ts";

/** What can leave an effect without a record. */
export interface Causes {
  /** When each worker died that was killed or crashed, in milliseconds. */
  readonly deaths: ReadonlyMap<string, number>;
  /** The longest time from an effect to its record while the store fails, in milliseconds: the lease. */
  readonly recordMs: number;
  /** When the store lost its memory. */
  readonly memoryLost: readonly number[];
}

/** The number of events without an effect, with more than one, and of these with a known cause. */
export interface EffectCounts {
  readonly lost: number;
  readonly doubled: number;
  readonly explained: number;
}

/** The longest time from an effect to its record, in milliseconds, on a busy machine. */
const busyMs = 2000;

/** Counts the effects of events. */
export function countEffects(tasks: readonly string[], effects: readonly Effect[], causes: Causes): EffectCounts {
  const byTask = new Map<string, Effect[]>(tasks.map((task) => [task, []]));
  for (const effect of effects) byTask.get(effect.event)?.push(effect);
  const counts = { lost: 0, doubled: 0, explained: 0 };
  for (const of of byTask.values()) {
    if (of.length === 0) counts.lost += 1;
    if (of.length > 1) counts.doubled += 1;
    if (of.length > 1 && isExplained(of, causes)) counts.explained += 1;
  }
  return counts;
}

/** Whether each effect but the last one was left without its record by a known cause. */
function isExplained(effects: Effect[], { deaths, recordMs, memoryLost }: Causes): boolean {
  effects.sort((a, b) => a.at - b.at);
  return effects.slice(0, -1).every(({ worker, at }, index) => {
    const next = effects[index + 1]?.at ?? at;
    const diedAt = deaths.get(worker);
    if (diedAt !== undefined && diedAt - at < recordMs) return true;
    return memoryLost.some((lostAt) => at - busyMs < lostAt && lostAt < next);
  });
}
