import { app } from "./app.ts";

const url = await app.listen({ port: Number(process.env.PORT ?? 3000) });
console.log(`Waiting for deliveries on ${url}/webhooks/mynth`);
