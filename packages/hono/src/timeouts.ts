import type { Context } from "hono";

/** The statuses of a timeout, where nothing else tells. */
const timeoutStatuses: ReadonlySet<unknown> = new Set([408, 504]);

/**
 * Creates a check of whether an error may come from Hono's `timeout` behind the guard, whose handler still runs. A handler may
 * throw the same `HTTPException` itself: then the claim waits for its lease, and no retry runs next to a handler.
 *
 * @param hasNames whether functions have their names, which a minifier removes
 */
export function createTimeoutCheck({ req }: Context, hasNames: boolean): (error: Error | undefined) => boolean {
  const behind = req.matchedRoutes.slice(req.routeIndex + 1);
  // The build of Hono 4.9 calls it timeout2.
  const hasTimeout = behind.some(({ handler }) => /^timeout\d*$/.test(handler.name));

  return (error) => {
    if (error === undefined || !("getResponse" in error)) return false;
    return hasNames ? hasTimeout : "status" in error && timeoutStatuses.has(error.status);
  };
}
