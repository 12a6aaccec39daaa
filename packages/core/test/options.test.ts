import { expect, test } from "vitest";
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

test.each<{ what: string; options: unknown }>([
  { what: "no option", options: {} },
  { what: "undefined options", options: { tolerance: undefined, idempotency: undefined, token: undefined } },
  { what: "a tolerance of 0", options: { tolerance: 0 } },
  { what: "a tolerance for one side", options: { tolerance: { future: 0.5 } } },
  {
    what: "all basic options",
    options: { bodyLimit: 1, clock: Date.now, strict: true, unknownEvents: "refuse", onError: nothing },
  },
  {
    what: "every callback",
    options: { onIssues: nothing, onUnknownEvent: nothing, onDelivery: nothing, onOldSecret: nothing },
  },
  {
    what: "a store and its times",
    options: { idempotency: { store, lease: 1, retention: 1, timeout: 0.5, onStoreFailure: "deliver" } },
  },
  {
    what: "the other options of idempotency",
    options: { idempotency: { store, namespace: "", key: nothing }, onDuplicate: nothing },
  },
  { what: "a token", options: { token } },
  { what: "an array of tokens", options: { token: [token, token] } },
  { what: "a function that returns tokens", options: { token: () => token } },
  {
    what: "an object of token options",
    options: { token: { accept: token, parameter: "t", state: { safeParse: nothing } } },
  },
])("createReceiver accepts $what", ({ options }) => {
  expect(getRejection(options)).toBe("");
});

test.each<{ what: string; options: unknown; fault: string }>([
  { what: "a number for the options", options: 5, fault: "they must be an object" },
  { what: "null for the options", options: null, fault: "they must be an object" },
  { what: "an array for the options", options: [], fault: "they must be an object" },
  { what: "an unknown option", options: { tolerence: 5 }, fault: 'there is no option "tolerence"' },
  { what: "an inherited name", options: { constructor: 5 }, fault: 'there is no option "constructor"' },
  { what: "a negative tolerance", options: { tolerance: -1 }, fault: "tolerance must be 0 or more seconds" },
  {
    what: "an infinite tolerance",
    options: { tolerance: Number.POSITIVE_INFINITY },
    fault: "tolerance must be 0 or more seconds",
  },
  { what: "a tolerance of NaN", options: { tolerance: Number.NaN }, fault: "tolerance must be 0 or more seconds" },
  {
    what: "a string for one side of the tolerance",
    options: { tolerance: { past: "5" } },
    fault: "tolerance.past must be 0 or more seconds",
  },
  {
    what: "an unknown side of the tolerance",
    options: { tolerance: { before: 5 } },
    fault: 'there is no option "tolerance.before"',
  },
  { what: "a bodyLimit of 0", options: { bodyLimit: 0 }, fault: "bodyLimit must be a positive number of bytes" },
  { what: "a bodyLimit of 1.5", options: { bodyLimit: 1.5 }, fault: "bodyLimit must be a positive number of bytes" },
  {
    what: "a string for bodyLimit",
    options: { bodyLimit: "1mb" },
    fault: "bodyLimit must be a positive number of bytes",
  },
  { what: "a number for clock", options: { clock: 5 }, fault: "clock must be a function" },
  { what: "a string for strict", options: { strict: "yes" }, fault: "strict must be true or false" },
  { what: "an object for a callback", options: { onDelivery: {} }, fault: "onDelivery must be a function" },
  {
    what: "another value of unknownEvents",
    options: { unknownEvents: "drop" },
    fault: 'unknownEvents must be "acknowledge" or "deliver" or "refuse"',
  },
  {
    what: "idempotency without a store",
    options: { idempotency: {} },
    fault: "idempotency.store must be an IdempotencyStore",
  },
  {
    what: "a store with one method",
    options: { idempotency: { store: { claim: nothing } } },
    fault: "idempotency.store must be an IdempotencyStore",
  },
  {
    what: "a lease of 0",
    options: { idempotency: { store, lease: 0 } },
    fault: "idempotency.lease must be more than 0 seconds, and at most a day",
  },
  {
    what: "a timeout that is longer than timers",
    options: { idempotency: { store, timeout: 3e6 } },
    fault: "idempotency.timeout must be more than 0 seconds, and at most a day",
  },
  {
    what: "a retention beyond all dates",
    options: { idempotency: { store, retention: 1e13 } },
    fault: "idempotency.retention must be more than 0 seconds, and at most 100 years",
  },
  {
    what: "an option of a store in idempotency",
    options: { idempotency: { store, ttl: 5 } },
    fault: 'there is no option "idempotency.ttl"',
  },
  {
    what: "a number for token",
    options: { token: 5 },
    fault: "token must be a string, an array of strings, a function or an object of options",
  },
  {
    what: "an invalid schema in token.state",
    options: { token: { accept: token, state: {} } },
    fault: "token.state must be a schema with safeParse()",
  },
  {
    what: "two faults",
    options: { strict: 1, clock: 1 },
    fault: "strict must be true or false; clock must be a function",
  },
])("createReceiver throws a TypeError that explains $what", ({ options, fault }) => {
  expect(getRejection(options)).toBe(`The options of mynthWebhook() are invalid: ${fault}.`);
});

test("verifyDelivery throws a TypeError on an option that only a receiver has", async () => {
  const call = Reflect.apply(verifyDelivery, undefined, [{ headers: {}, body: "" }, secret, { onError: nothing }]);
  await expect(call).rejects.toThrow('The options of verifyDelivery() are invalid: there is no option "onError".');
});
