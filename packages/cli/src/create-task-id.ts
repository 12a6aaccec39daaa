let count = 0;
const run = Date.now().toString(36);

/** Returns a task id that was never used, so that idempotency does not skip it. The id names the command it is from. */
export function createTaskId(from: "doctor" | "send"): string {
  count += 1;
  return `tsk_${from}_${run}_${count}`;
}
