import { type Database, databaseAt, embeddedDatabase } from "example-gallery/database";
import { Pool } from "pg";

/** The databases there are here: the embedded one always, a server's where one is installed. */
export function databases(serverUrl: string | undefined): { name: string; open: () => Promise<Database> }[] {
  const embedded = { name: "the embedded database", open: () => embeddedDatabase() };
  return serverUrl ? [embedded, { name: "a PostgreSQL server", open: () => inSchemaOfItsOwn(serverUrl) }] : [embedded];
}

async function inSchemaOfItsOwn(serverUrl: string): Promise<Database> {
  const schema = `gallery_${crypto.randomUUID().replaceAll("-", "")}`;
  const pool = new Pool({ connectionString: serverUrl });
  await pool.query(`CREATE SCHEMA ${schema}`);
  const url = new URL(serverUrl);
  url.searchParams.set("options", `-c search_path=${schema}`);
  const database = await databaseAt(url.href);
  return {
    ...database,
    close: async () => {
      await database.close();
      await pool.query(`DROP SCHEMA ${schema} CASCADE`);
      await pool.end();
    },
  };
}
