import type { LendingPool, Pool, PoolClient, Result, Values } from "./clients.ts";

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
  return useClient(pool, async (client, close) => {
    signal?.throwIfAborted();
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

/** Borrows a client from a pool, and releases it. The work can close its connection, which the pool then replaces. */
export async function useClient<Client extends PoolClient, Result>(
  pool: LendingPool<Client>,
  work: (client: Client, close: (cause: unknown) => void) => Promise<Result>,
): Promise<Result> {
  const client = await borrow(pool);
  let isReleased = false;
  const release = (error?: Error) => {
    if (isReleased) return;
    isReleased = true;
    client.release(error);
    client.removeListener("error", ignore);
  };
  try {
    return await work(client, (cause) => release(cause instanceof Error ? cause : new Error("Closed.", { cause })));
  } finally {
    release();
  }
}

/**
 * Borrows a client with a listener for errors: a pool listens only to its idle clients. With a promise, the listener would
 * come too late for a connection that is lost at once.
 */
function borrow<Client extends PoolClient>(pool: LendingPool<Client>): Promise<Client> {
  return new Promise((resolve, reject) => {
    pool.connect((error, client) => {
      if (client === undefined) return reject(error);
      client.on("error", ignore);
      resolve(client);
    });
  });
}

/** The statement that waits gets the error of a lost connection anyway. */
function ignore(): void {}

/**
 * Without a listener, an idle connection that is lost ends the process, as at a restart of the server. The pool drops
 * the connection by itself, so nothing is left to do here.
 */
export function listenToErrors(pool: Pick<LendingPool<unknown>, "on" | "listenerCount">): void {
  if (pool.listenerCount("error") === 0) pool.on("error", () => {});
}
