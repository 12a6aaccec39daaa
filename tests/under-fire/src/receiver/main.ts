// A receiver as its users write it. It is one of several processes with one store.
import { createHandler } from "./handler.ts";
import { openStore } from "./open-store.ts";
import { runOtherQueries } from "./other-queries.ts";
import type { StartApp } from "./running-app.ts";
import { type ReceiverSettings, readSettings } from "./settings.ts";

const loadFramework: Record<ReceiverSettings["framework"], () => Promise<StartApp>> = {
  express: async () => (await import("./start-express.ts")).startExpress,
  fastify: async () => (await import("./start-fastify.ts")).startFastify,
  hono: async () => (await import("./start-hono.ts")).startHono,
};

const settings = readSettings();
const start = await loadFramework[settings.framework]();
const opened = await openStore(settings);
const app = await start(settings, opened.store, createHandler(settings, opened));
if (settings.otherQueries > 0 && "query" in opened) void runOtherQueries(settings.otherQueries, opened.query);
process.stdout.write(`${app.url}\n`);

process.once("SIGTERM", async () => {
  await app.stop();
  await opened.close();
  process.exit();
});
