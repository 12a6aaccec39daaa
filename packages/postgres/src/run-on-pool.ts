import type { Pool, PoolClient, Result, Values } from "./clients.ts";

/**
 * Runs a statement on a connection of a pool. When the signal aborts, a statement that waits for a connection is
 * dropped, and a statement that was sent gives its connection up: it must not keep a connection from other deliveries.
 */
export async function runOnPool(
  pool: Pool,
  text: string,
  values: Values,
  signal: AbortSignal | undefined,
): Promise<Result> {
  const client = await pool.connect();
  if (signal?.aborted) {
    client.release();
    throw signal.reason;
  }
  return useClient(client, async (close) => {
    const onAbort = () => close(new Error("The store waits no longer.", { cause: signal?.reason }));
    signal?.addEventListener("abort", onAbort);
    try {
      return await client.query(text, values);
    } catch (error) {
      close(error);
      throw error;
    } finally {
      signal?.removeEventListener("abort", onAbort);
    }
  });
}

/** Uses a client of a pool, and releases it. The work can close its connection, which the pool then replaces. */
export async function useClient<Client extends PoolClient, Result>(
  client: Client,
  work: (close: (cause: unknown) => void) => Promise<Result>,
): Promise<Result> {
  // A pool listens only to its idle clients. The statement that waits gets the error of a lost connection anyway.
  const ignore = () => {};
  client.on("error", ignore);
  let isReleased = false;
  const release = (error?: Error) => {
    if (isReleased) return;
    isReleased = true;
    client.release(error);
    client.removeListener("error", ignore);
  };
  try {
    return await work((cause) => release(cause instanceof Error ? cause : new Error("Closed.", { cause })));
  } finally {
    release();
  }
}

/**
 * Without a listener, an idle connection that is lost ends the process, as at a restart of the server. The pool drops
 * the connection by itself, so nothing is left to do here.
 */
export function listenToErrors(pool: Pick<Pool, "on" | "listenerCount">): void {
  if (pool.listenerCount("error") === 0) pool.on("error", () => {});
}
