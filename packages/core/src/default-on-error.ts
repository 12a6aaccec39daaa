import type { MynthWebhookError } from "./error.ts";

/** In milliseconds. Whoever sends forgeries must not be able to fill a log. */
const silence = 60_000;

/**
 * Makes what is told of refusals where no `onError` is given: of those that only the owner can mend, the 5xx, it writes
 * code, hint and cause to the console, each code at most once a minute.
 */
export function createDefaultOnError(clock: () => number): (error: MynthWebhookError) => void {
  const reported = new Map<string, number>();

  return ({ code, status, message, hint, cause }) => {
    const now = clock();
    if (status < 500 || now - (reported.get(code) ?? Number.NEGATIVE_INFINITY) < silence) return;
    reported.set(code, now);
    console.error(`mynthWebhook: ${code}: ${message} ${hint}`, ...(cause === undefined ? [] : [cause]));
  };
}
