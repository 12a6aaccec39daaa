import { expect, test } from "vitest";
import * as core from "../src/index.ts";

test("exports these names and no others", () => {
  expect(Object.keys(core).sort()).toMatchInlineSnapshot(`
    [
      "MynthWebhookError",
      "createDispatcher",
      "createReceiver",
      "customWebhook",
      "diagnose",
      "errorCatalogue",
      "eventNames",
      "eventSchemas",
      "failedImages",
      "isEventName",
      "isKnownEvent",
      "memoryStore",
      "operations",
      "settleOnResponse",
      "succeededImages",
      "totalCost",
      "verifyDelivery",
      "webhookRequest",
    ]
  `);
});
