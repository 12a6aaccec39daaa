// A receiver as its users write it. It is one of several processes with one store.
import { createHandler } from "./handler.ts";
import { openStore } from "./open-store.ts";
import { runOtherQueries } from "./other-queries.ts";
import { readSettings } from "./settings.ts";
import { startExpress } from "./start-express.ts";
import { startFastify } from "./start-fastify.ts";
import { startHono } from "./start-hono.ts";

const settings = readSettings();
const start = { express: startExpress, fastify: startFastify, hono: startHono }[settings.framework];
const opened = await openStore(settings);
const app = await start(settings, opened.store, createHandler(settings, opened));
if (settings.otherQueries > 0 && "query" in opened) void runOtherQueries(settings.otherQueries, opened.query);
process.stdout.write(`${app.url}\n`);

process.once("SIGTERM", async () => {
  await app.stop();
  await opened.close();
  process.exit();
});
