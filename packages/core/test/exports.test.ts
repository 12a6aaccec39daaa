import { expect, test } from "vitest";
import * as core from "../src/index.ts";
import * as schemas from "../src/schemas.ts";

test("exports these names and no others", () => {
  expect(Object.keys(core).sort()).toMatchInlineSnapshot(`
    [
      "MynthWebhookError",
      "createDispatcher",
      "createReceiver",
      "customWebhook",
      "diagnose",
      "errorCodes",
      "eventNames",
      "failedImages",
      "isEventName",
      "isKnownEvent",
      "memoryStore",
      "settleOnResponse",
      "succeededImages",
      "taskWebhooks",
      "totalCost",
      "verifyDelivery",
    ]
  `);
});

test("keeps the schemas apart, so that zod is loaded by those alone who want it", () => {
  expect(Object.keys(schemas).sort()).toEqual(["eventSchemas", "operationSchemas"]);
});
