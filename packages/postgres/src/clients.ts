/** The values of a statement's parameters `$1`, `$2` and so on. */
export type Values = (string | number)[];

/** The rows of a statement, as an array or as an object with `rows`. */
export type Result = readonly unknown[] | { readonly rows: readonly unknown[] };

/** Runs one statement through your client and returns its rows. */
export type Query = (text: string, values: Values) => PromiseLike<Result>;

/** A client with `query`, such as a client of `pg` or PGlite. */
export interface QueryClient {
  /** Runs a statement. */
  query(text: string, values: Values): PromiseLike<Result>;
}

/** The `sql` function of `postgres`, or that of a transaction. */
export interface PostgresJs {
  /** Absent in a transaction. */
  readonly options?: { readonly max: number };
  /** Runs a statement. */
  unsafe(text: string, values: Values): PromiseLike<readonly unknown[]>;
}

/** A client that a pool of `pg` lends. */
export interface PoolClient extends QueryClient {
  /** Adds a listener. */
  on(event: "error", listener: (error: Error) => void): unknown;
  /** Removes a listener. */
  removeListener(event: "error", listener: (error: Error) => void): unknown;
  /** With an error, the pool closes the connection. */
  release(error?: Error | boolean): void;
}

/** A pool of `pg`. */
export interface Pool extends QueryClient, LendingPool<PoolClient> {
  /** The number of connections. Clients without a pool have none. */
  readonly totalCount: number;
}

/** A pool that lends its clients. */
export interface LendingPool<Client> {
  /** Lends a client, or passes the error. */
  connect(callback: (error: Error | undefined, client: Client | undefined) => void): void;
  /** Adds a listener. */
  on(event: "error", listener: (error: Error) => void): unknown;
  /** Returns the number of listeners. */
  listenerCount(event: "error"): number;
}

/** A client that `postgresStore` knows. */
export type PostgresClient = Pool | PostgresJs | QueryClient;

/** Runs a statement, or drops it if it is not sent when the signal aborts. */
export type AbortableQuery = (
  text: string,
  values: Values,
  getSignal: () => AbortSignal | undefined,
) => PromiseLike<Result>;
