import { type Database, openDatabase, openEmbeddedDatabase } from "example-gallery/database";
import { Pool } from "pg";

/** Lists the databases to test with: the embedded one, and a server if it is installed. */
export function listDatabases(serverUrl: string | undefined): { name: string; open: () => Promise<Database> }[] {
  const embedded = { name: "the embedded database", open: () => openEmbeddedDatabase() };
  return serverUrl ? [embedded, { name: "a PostgreSQL server", open: () => openInOwnSchema(serverUrl) }] : [embedded];
}

/** Opens a schema that is dropped when it is closed. `proxyUrl` is another address of the server. */
export async function openInOwnSchema(serverUrl: string, proxyUrl = serverUrl): Promise<Database> {
  const schema = `gallery_${crypto.randomUUID().replaceAll("-", "")}`;
  const pool = new Pool({ connectionString: serverUrl });
  await pool.query(`CREATE SCHEMA ${schema}`);
  const url = new URL(proxyUrl);
  url.searchParams.set("options", `-c search_path=${schema}`);
  const database = await openDatabase(url.href);
  return {
    ...database,
    close: async () => {
      await database.close();
      await pool.query(`DROP SCHEMA ${schema} CASCADE`);
      await pool.end();
    },
  };
}
