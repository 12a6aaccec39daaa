import { serve } from "@hono/node-server";
import { createGallery } from "./app.ts";
import { openDatabase, openEmbeddedDatabase } from "./database.ts";

const { PORT = "3000", DATA_FOLDER = "data", DATABASE_URL, PLAIN_CDN_ORIGIN } = process.env;

const database = DATABASE_URL
  ? await openDatabase(DATABASE_URL)
  : await openEmbeddedDatabase(`${DATA_FOLDER}/database`);
const app = await createGallery({
  database,
  pictures: { folder: `${DATA_FOLDER}/pictures`, plainOrigin: PLAIN_CDN_ORIGIN },
});
const server = serve({ fetch: app.fetch, port: Number(PORT) }, ({ port }) => {
  console.log(`The gallery is at http://localhost:${port}/`);
  console.log(`Waiting for deliveries on http://localhost:${port}/webhooks/mynth`);
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => server.close(() => database.close()));
}
