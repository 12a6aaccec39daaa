import { openPostgresStore } from "./open-postgres-store.ts";
import { openRedisStore } from "./open-redis-store.ts";
import type { OpenDatabase, OpenStore } from "./opened.ts";
import { type PostgresClient, postgresClients, type ReceiverSettings } from "./settings.ts";

/** Opens the store, and the application's database if the store is in it. */
export async function openStore(settings: ReceiverSettings): Promise<OpenStore | OpenDatabase> {
  const { client } = settings;
  return isPostgresClient(client) ? openPostgresStore(client, settings) : openRedisStore(client, settings.url);
}

function isPostgresClient(client: ReceiverSettings["client"]): client is PostgresClient {
  return postgresClients.some((known) => known === client);
}
