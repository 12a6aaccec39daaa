import { createExpressApplication } from "./express.ts";

const app = await createExpressApplication();
await app.listen(process.env.PORT ?? 3000);
console.log(`Waiting for deliveries on ${await app.getUrl()}/webhooks/mynth`);
