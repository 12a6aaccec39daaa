/** The command was called in a way that cannot be meant. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Runs a command, and turns what it throws into a line and an exit code. */
export function reporting<Args extends unknown[]>(
  action: (...args: Args) => Promise<boolean>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    try {
      process.exitCode = (await action(...args)) ? 0 : 1;
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = error instanceof UsageError || error instanceof TypeError ? 2 : 1;
    }
  };
}
