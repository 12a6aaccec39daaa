import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { createGallery } from "../app.ts";
import { openEmbeddedDatabase } from "../database.ts";
import { startCdn } from "./cdn.ts";
import { createDeliveries, secrets } from "./deliveries.ts";

const cdn = await startCdn();
const folder = await mkdtemp(join(tmpdir(), "mynth-gallery-"));
const database = await openEmbeddedDatabase();
const app = await createGallery({ database, secret: secrets, pictures: { folder, plainOrigin: cdn.origin } });

const server = serve(
  { fetch: app.fetch, hostname: "127.0.0.1", port: Number(process.env.PORT ?? 3000) },
  async ({ port }) => {
    const address = `http://localhost:${port}`;
    for (const { what, delivery } of createDeliveries(cdn.origin)) {
      const { status } = await fetch(`http://127.0.0.1:${port}/webhooks/mynth`, { method: "POST", ...delivery });
      console.log(`${status}  ${what}`);
    }
    console.log(`\nThe pictures are at ${address}/ until you press Ctrl-C.`);
  },
);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, async () => {
    server.close();
    cdn.server.close();
    await database.close();
    await rm(folder, { recursive: true });
    process.exit();
  });
}
