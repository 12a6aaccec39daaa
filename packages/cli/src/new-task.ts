let count = 0;
const run = Date.now().toString(36);

/**
 * A task's id that was never used, for a receiver that handles each task once, and that tells where it comes from, in
 * case a receiver does something about it.
 */
export function newTask(from: "doctor" | "send"): string {
  count += 1;
  return `tsk_${from}_${run}_${count}`;
}
