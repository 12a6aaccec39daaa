import { expressApplication } from "./express.ts";

const app = await expressApplication();
await app.listen(process.env.PORT ?? 3000);
console.log(`Waiting for deliveries on ${await app.getUrl()}/webhooks/mynth`);
