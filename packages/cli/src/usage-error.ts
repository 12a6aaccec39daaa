/** The command was called in a way that cannot be meant. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/**
 * Runs a command, and turns what it comes to into an exit code: 0 if it says that all is well, 1 if it does not, 2 if it
 * was called wrongly.
 */
export function reporting<Args extends unknown[]>(
  action: (...args: Args) => Promise<boolean>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    try {
      process.exitCode = (await action(...args)) ? 0 : 1;
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = isUsage(error) ? 2 : 1;
    }
  };
}

/** A file that is not there was named wrongly. */
function isUsage(error: unknown): boolean {
  if (error instanceof UsageError || error instanceof TypeError) return true;
  return error instanceof Error && "syscall" in error && "path" in error;
}
