export const redisClients = ["redis", "ioredis", "iovalkey", "@valkey/valkey-glide"] as const;
export const postgresClients = ["pg", "postgres"] as const;

/** The examples with a queue. */
export type QueueClient = "bullmq" | "pg-boss";
export type RedisClient = (typeof redisClients)[number];
export type PostgresClient = (typeof postgresClients)[number];

/** What a receiver process is started with. */
export interface ReceiverSettings {
  readonly worker: string;
  readonly framework: "express" | "fastify" | "hono";
  readonly client: RedisClient | PostgresClient | QueueClient;
  /** The server of the store. */
  readonly url: string;
  /** Whether the event is recorded after the handler, or in the handler's transaction together with its effect. */
  readonly record: "after" | "transaction";
  /** In seconds. Queues call it otherwise: after this time, another worker takes the job of a dead worker. */
  readonly lease: number;
  /** How long the receiver waits for its store, in seconds. */
  readonly timeout: number;
  /** The size of the application's pool. */
  readonly poolSize: number;
  /** Whether the store uses the application's pool, and not one of its own. */
  readonly sharesPool: boolean;
  /** The file for effects outside the transaction. */
  readonly effectsFile: string;
  /** The longest time of a handler, in milliseconds. */
  readonly workMs: number;
  /** The time of a handler for an event whose task starts with `slowTask`, in milliseconds. */
  readonly slowWorkMs: number;
  /** Slow queries of the rest of the application, in its pool. */
  readonly otherQueries: number;
}

/** The start of the IDs of tasks whose handlers are slow. */
export const slowTask = "tsk_slow";

/** Reads the settings of this process from the variable `RECEIVER`. */
export function readSettings(): ReceiverSettings {
  return JSON.parse(process.env.RECEIVER ?? "");
}
