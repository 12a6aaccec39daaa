import { describe, expect, test } from "vitest";
import { createReceiver, memoryStore, verifyDelivery } from "../src/index.ts";

const secret = "wbs_options_0123456789";
const token = "a token of some length";
const store = memoryStore();
const nothing = () => {};

function getRejection(options: unknown): string {
  try {
    Reflect.apply(createReceiver, undefined, [secret, options]);
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
  return "";
}

test.each<[string, unknown]>([
  ["none", {}],
  ["options that are left undefined", { tolerance: undefined, idempotency: undefined, token: undefined }],
  ["no tolerance at all", { tolerance: 0 }],
  ["a tolerance of one side only", { tolerance: { future: 0.5 } }],
  ["every option", { bodyLimit: 1, clock: Date.now, strict: true, unknownEvents: "refuse", onError: nothing }],
  ["every hook", { onIssues: nothing, onUnknownEvent: nothing, onDelivery: nothing, onOldSecret: nothing }],
  ["a store of a class", { idempotency: { store, lease: 1, retention: 1, timeout: 0.5, onStoreFailure: "deliver" } }],
  ["the rest of idempotency", { idempotency: { store, namespace: "", key: nothing }, onDuplicate: nothing }],
  ["a token", { token }],
  ["tokens", { token: [token, token] }],
  ["a function that gives tokens", { token: () => token }],
  ["options for tokens", { token: { accept: token, parameter: "t", state: { safeParse: nothing } } }],
])("takes %s", (_, options) => {
  expect(getRejection(options)).toBe("");
});

test.each<[string, unknown, string]>([
  ["no object", 5, "they must be an object"],
  ["null", null, "they must be an object"],
  ["a list", [], "they must be an object"],
  ["a name of no option", { tolerence: 5 }, 'there is no option "tolerence"'],
  ["an inherited name", { constructor: 5 }, 'there is no option "constructor"'],
  ["a negative tolerance", { tolerance: -1 }, "tolerance must be 0 or more seconds"],
  ["a tolerance without end", { tolerance: Number.POSITIVE_INFINITY }, "tolerance must be 0 or more seconds"],
  ["a tolerance that is no number", { tolerance: Number.NaN }, "tolerance must be 0 or more seconds"],
  ["a side that is a text", { tolerance: { past: "5" } }, "tolerance.past must be 0 or more seconds"],
  ["a side there is not", { tolerance: { before: 5 } }, 'there is no option "tolerance.before"'],
  ["a limit of 0", { bodyLimit: 0 }, "bodyLimit must be a positive number of bytes"],
  ["half a byte", { bodyLimit: 1.5 }, "bodyLimit must be a positive number of bytes"],
  ["a limit in words", { bodyLimit: "1mb" }, "bodyLimit must be a positive number of bytes"],
  ["a time for a clock", { clock: 5 }, "clock must be a function"],
  ["a text for a switch", { strict: "yes" }, "strict must be true or false"],
  ["a hook that is none", { onDelivery: {} }, "onDelivery must be a function"],
  ["another fate", { unknownEvents: "drop" }, 'unknownEvents must be "acknowledge" or "deliver" or "refuse"'],
  ["no store", { idempotency: {} }, "idempotency.store must be an IdempotencyStore"],
  ["half a store", { idempotency: { store: { claim: nothing } } }, "idempotency.store must be an IdempotencyStore"],
  [
    "a lease of 0",
    { idempotency: { store, lease: 0 } },
    "idempotency.lease must be more than 0 seconds, and at most a day",
  ],
  [
    "a timeout longer than timers",
    { idempotency: { store, timeout: 3e6 } },
    "idempotency.timeout must be more than 0 seconds, and at most a day",
  ],
  [
    "a retention past all dates",
    { idempotency: { store, retention: 1e13 } },
    "idempotency.retention must be more than 0 seconds, and at most 100 years",
  ],
  ["an option of the store here", { idempotency: { store, ttl: 5 } }, 'there is no option "idempotency.ttl"'],
  [
    "a token that is a number",
    { token: 5 },
    "token must be a text, a list of texts, a function or an object of options",
  ],
  ["a schema that is none", { token: { accept: token, state: {} } }, "token.state must be a schema with safeParse()"],
  ["two faults", { strict: 1, clock: 1 }, "strict must be true or false; clock must be a function"],
])("refuses %s, and says where", (_, options, fault) => {
  expect(getRejection(options)).toBe(`The options of mynthWebhook are not valid: ${fault}.`);
});

describe("verifyDelivery", () => {
  test("refuses the options only a receiver has", async () => {
    const call = Reflect.apply(verifyDelivery, undefined, [{ headers: {}, body: "" }, secret, { onError: nothing }]);
    await expect(call).rejects.toThrow('there is no option "onError"');
  });
});
