import type { MynthWebhookError } from "./error.ts";
import { readClock } from "./read-clock.ts";

/** How long the same code is not logged again, in milliseconds. Forged requests must not fill the log. */
const interval = 60_000;

/** Creates the default `onError`: it logs code, hint and cause of 5xx rejections, each code at most once a minute. */
export function createDefaultOnError(clock: () => number): (error: MynthWebhookError) => void {
  const logged = new Map<string, number>();

  return ({ code, status, message, hint, cause }) => {
    const now = readClock(clock);
    if (status < 500 || now - (logged.get(code) ?? Number.NEGATIVE_INFINITY) < interval) return;
    logged.set(code, now);
    console.error(`mynthWebhook: ${code}: ${message} ${hint}`, ...(cause === undefined ? [] : [cause]));
  };
}
