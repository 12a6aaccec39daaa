import { app } from "./app.ts";

Deno.serve({
  port: Number(Deno.env.get("PORT") ?? 3000),
  handler: app.fetch,
  onListen: ({ port }) =>
    console.log(`Deno ${Deno.version.deno} is waiting for deliveries on http://localhost:${port}/webhooks/mynth`),
});
