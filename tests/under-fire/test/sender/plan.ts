/** One delivery of an event. */
export interface PlannedDelivery {
  readonly task: string;
  /** When it is first sent, in milliseconds after the start. */
  readonly due: number;
}

/** The longest time after the first deliveries of an event in which a further one comes, in milliseconds. */
const laterMs = 1500;

/** Plans 3 to 5 deliveries of every event: two or three at the same moment, the others a little later. */
export function planDeliveries(tasks: readonly string[], durationMs: number): readonly PlannedDelivery[] {
  const planned = tasks.flatMap((task, index) => {
    const due = (index / tasks.length) * durationMs;
    return Array.from({ length: 3 + Math.floor(Math.random() * 3) }, (_, copy) => ({
      task,
      due: copy < 2 ? due : due + Math.max(0, Math.random() - 0.3) * laterMs,
    }));
  });
  return planned.sort((a, b) => a.due - b.due);
}

/** Returns the IDs of so many tasks. */
export function createTasks(count: number, prefix = "tsk"): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}_${index}`);
}
