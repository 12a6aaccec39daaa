import { toPrintableLines } from "./to-printable.ts";

/** Thrown when the command is called with invalid arguments. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Wraps a command so that it sets the exit code: 0 if it returns `true`, 1 if it does not, 2 for wrong usage. */
export function withExitCode<Args extends unknown[]>(
  action: (...args: Args) => Promise<boolean>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    try {
      process.exitCode = (await action(...args)) ? 0 : 1;
    } catch (error) {
      console.error(toPrintableLines(error instanceof Error ? error.message : String(error)));
      process.exitCode = isUsageError(error) ? 2 : 1;
    }
  };
}

/** A file that does not exist is wrong usage too. */
function isUsageError(error: unknown): boolean {
  if (error instanceof UsageError || error instanceof TypeError) return true;
  return error instanceof Error && "syscall" in error && "path" in error;
}
