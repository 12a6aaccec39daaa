import type { IdempotencyStore } from "@mynth-webhooks/core";
import { mynthWebhook } from "@mynth-webhooks/web";
import { verifyByBareHmac } from "./bare-hmac.ts";
import { secret } from "./deliveries.ts";
import { getTaskId, verifyByStripe } from "./recipes.ts";
import type { Variant } from "./servers.ts";
import { verifyLikeVendor } from "./vendor-algorithm.ts";

type WebHandler = (request: Request) => Response | Promise<Response>;

const getSignature = (request: Request) => request.headers.get("x-mynth-signature") ?? "";
const answer = (event: unknown) => Response.json({ task: getTaskId(event) });

/** Creates the handler of a variant, for every runtime of web-standard requests. */
export function createWebHandler(variant: Variant, store?: IdempotencyStore): WebHandler {
  switch (variant) {
    case "plain":
    case "plain again":
      return async (request) => answer(await request.json());
    case "recipe":
      return async (request) => answer(await verifyByStripe(await request.text(), getSignature(request)));
    case "floor":
      return async (request) => answer(verifyByBareHmac(await request.text(), getSignature(request), secret));
    case "vendor":
      return async (request) =>
        answer(await verifyLikeVendor(new Uint8Array(await request.arrayBuffer()), getSignature(request), secret));
    case "rejecting":
      return () => new Response("Unauthorized", { status: 401 });
    case "ours":
    case "ours, in memory":
      return mynthWebhook(answer, { secret, ...(store && { idempotency: { store } }) });
  }
}
