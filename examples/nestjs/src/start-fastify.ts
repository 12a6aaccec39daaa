import { createFastifyApplication } from "./fastify.ts";

const app = await createFastifyApplication();
await app.listen(process.env.PORT ?? 3000, "0.0.0.0");
console.log(`Waiting for deliveries on ${await app.getUrl()}/webhooks/mynth`);
