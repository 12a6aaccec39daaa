import { app } from "./app.ts";

const { port } = Bun.serve({ port: process.env.PORT ?? 3000, fetch: app.fetch });
console.log(`Bun ${Bun.version} is waiting for deliveries on http://localhost:${port}/webhooks/mynth`);
