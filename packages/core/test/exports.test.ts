import { expect, test } from "vitest";
import * as core from "../src/index.ts";
import * as schemas from "../src/schemas.ts";

test("core exports these names and no others", () => {
  expect(Object.keys(core).sort()).toMatchInlineSnapshot(`
    [
      "InvalidQueueMessageError",
      "MynthWebhookError",
      "StoreError",
      "createDispatcher",
      "createQueueHandler",
      "createQueueMessage",
      "createReceiver",
      "customWebhook",
      "diagnose",
      "errorCodes",
      "eventNames",
      "failedImages",
      "isEventName",
      "isKnownEvent",
      "memoryStore",
      "readUnverifiedEvent",
      "settleOnResponse",
      "storeErrorCodes",
      "succeededImages",
      "taskWebhooks",
      "totalCost",
      "verifyDelivery",
    ]
  `);
});

test("core/schemas exports the zod schemas, which core does not", () => {
  expect(Object.keys(schemas).sort()).toEqual(["eventSchemas", "operationSchemas"]);
});
