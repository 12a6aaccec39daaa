import { customWebhook, mynthWebhook, on, succeededImages, taskWebhooks } from "@mynth-webhooks/express";
import express, { type Express } from "express";
import * as z from "zod";

const order = z.object({ order: z.string() });

declare global {
  namespace MynthWebhooks {
    interface Settings {
      state: z.infer<typeof order>;
    }
  }
}

const publicUrl = process.env.PUBLIC_URL ?? "https://shop.example.com";
const tokenSecret = process.env.WEBHOOK_TOKEN_SECRET ?? "";

/** The image URLs of each order. */
export const pictures = new Map<string, readonly string[]>();

export const app: Express = express();

/** Returns the request to send to Mynth. The URL of its webhook carries the order. */
app.post("/orders/:order/picture", async (req, res) => {
  const { order } = req.params;
  const webhook = await customWebhook(`${publicUrl}/webhooks/mynth`, { secret: tokenSecret, state: { order } });
  res.json({ prompt: `A gift card for order ${order}`, ...taskWebhooks({ registered: false, custom: [webhook] }) });
});

app.post(
  "/webhooks/mynth",
  mynthWebhook(process.env.MYNTH_WEBHOOK_SECRET, { token: { mintedWith: tokenSecret, state: order } }),
  on({
    "task.image.generate.completed": (event, { scheme, state }) => {
      if (scheme !== "url-token" || !state) return console.log(`Signed: ${event.task.id}`);
      // Not signed: anybody who knows the URL can send it. Fetch the task from Mynth before money depends on it.
      pictures.set(
        state.order,
        succeededImages(event).map(({ url, mynth_url }) => url ?? mynth_url ?? ""),
      );
    },
  }),
);
