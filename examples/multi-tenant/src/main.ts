import { serve } from "@hono/node-server";
import { createApp } from "./app.ts";

const tenants = new Map([
  ["acme", { secrets: ["wbs_acme_new", "wbs_acme"] }],
  ["globex", { secrets: ["wbs_globex"] }],
]);
const port = Number(process.env.PORT ?? 3000);
const app = createApp(async (name) => tenants.get(name));
serve({ fetch: app.fetch, port }, () =>
  console.log(`Waiting for deliveries on http://localhost:${port}/webhooks/mynth/:tenant`),
);
