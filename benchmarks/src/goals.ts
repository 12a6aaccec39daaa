import { formatTable } from "./table.ts";

/** A goal, and what a run has reached. */
export interface Goal {
  readonly what: string;
  readonly goal: number;
  /** Whether more is better: a ratio of rates. Otherwise it is a multiple of a cost. */
  readonly isRate: boolean;
  readonly reached: number;
  readonly error: number;
}

const goals: Goal[] = [];

/** Adds a goal of a measurement that has just been made. */
export function addGoal(goal: Goal): void {
  goals.push(goal);
}

/** Formats every goal of this run with what was reached. */
export function formatGoals(): string {
  const rows = goals.map(({ what, goal, isRate, reached, error }) => {
    const distance = isRate ? reached - goal : goal - reached;
    const verdict =
      distance >= 0 ? "yes" : distance + error >= 0 ? "within the noise" : `no, by ${(-distance).toFixed(2)}`;
    return [what, `${isRate ? "at least" : "at most"} ${goal}`, `${reached.toFixed(2)} ± ${error.toFixed(2)}`, verdict];
  });
  return `## Goals

${formatTable(["ratio", "goal", "measured", "reached"], rows)}`;
}
