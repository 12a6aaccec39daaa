import type { OpenDatabase, OpenStore } from "./opened.ts";
import {
  type PostgresClient,
  postgresClients,
  type ReceiverSettings,
  type RedisClient,
  redisClients,
} from "./settings.ts";

/** Opens the store, and the application's database if the store is in it. It loads no other client. */
export async function openStore(settings: ReceiverSettings): Promise<OpenStore | OpenDatabase> {
  const { client } = settings;
  if (isPostgresClient(client)) {
    const { openPostgresStore } = await import("./open-postgres-store.ts");
    return openPostgresStore(client, settings);
  }
  if (!isRedisClient(client)) throw new Error(`There is no store for ${client}.`);
  const { openRedisStore } = await import("./open-redis-store.ts");
  return openRedisStore(client, settings.url);
}

function isRedisClient(client: ReceiverSettings["client"]): client is RedisClient {
  return redisClients.some((known) => known === client);
}

function isPostgresClient(client: ReceiverSettings["client"]): client is PostgresClient {
  return postgresClients.some((known) => known === client);
}
