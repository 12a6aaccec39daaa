import { isRecord } from "./is-record.ts";

/** Returns the faults of an option's value. `path` names the option, such as `idempotency.lease`. */
type Check = (value: unknown, path: string) => readonly string[];

/** Creates a check. Not with zod: checks run at startup, before anything else needs zod. */
function createCheck(expected: string, holds: (value: unknown) => boolean): Check {
  return (value, path) => (holds(value) ? [] : [`${path} must be ${expected}`]);
}

/** Creates the check of an object with known, optional options. */
function createObjectCheck(checks: Readonly<Record<string, Check>>): Check {
  const known = new Map(Object.entries(checks));
  return (value, path) => {
    if (!isRecord(value)) return [`${path || "they"} must be an object`];
    return Object.entries(value).flatMap(([name, each]) => {
      const at = path === "" ? name : `${path}.${name}`;
      const check = known.get(name);
      if (check === undefined) return [`there is no option "${at}"`];
      return each === undefined ? [] : check(each, at);
    });
  };
}

function createChoiceCheck(...values: readonly string[]): Check {
  return createCheck(values.map((each) => `"${each}"`).join(" or "), (value) => values.some((each) => each === value));
}

function hasMethods(value: unknown, names: readonly string[]): boolean {
  return isRecord(value) && names.every((name) => typeof value[name] === "function");
}

const seconds = createCheck("0 or more seconds", (value) => Number.isFinite(value) && Number(value) >= 0);
const isUpTo = (most: number) => (value: unknown) => typeof value === "number" && value > 0 && value <= most;
const upToDay = createCheck("more than 0 seconds, and at most a day", isUpTo(86_400));
/** Stores and timers cannot count further. */
const upToCentury = createCheck("more than 0 seconds, and at most 100 years", isUpTo(100 * 366 * 86_400));
const bytes = createCheck("a positive number of bytes", (value) => Number.isSafeInteger(value) && Number(value) > 0);
const aFunction = createCheck("a function", (value) => typeof value === "function");
const trueOrFalse = createCheck("true or false", (value) => typeof value === "boolean");
const string = createCheck("a string", (value) => typeof value === "string");
const nonEmptyString = createCheck("a string that is not empty", (value) => typeof value === "string" && value !== "");

const sides = createObjectCheck({ past: seconds, future: seconds });
const tolerance: Check = (value, path) => (isRecord(value) ? sides : seconds)(value, path);

const tokenOptions = createObjectCheck({
  // Tokens and secrets are checked where they are parsed.
  accept: () => [],
  mintedWith: () => [],
  state: createCheck("a schema with safeParse()", (value) => hasMethods(value, ["safeParse"])),
  parameter: nonEmptyString,
});
const token: Check = (value, path) => (isRecord(value) ? tokenOptions(value, path) : bareToken(value, path));
const bareToken = createCheck(
  "a string, an array of strings, a function or an object of options",
  (value) => typeof value === "string" || typeof value === "function" || isStringArray(value),
);

function isStringArray(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

const storeMethods = ["claim", "complete", "release"];
const idempotencyOptions = createObjectCheck({
  store: createCheck("an IdempotencyStore", (value) => hasMethods(value, storeMethods)),
  namespace: string,
  key: aFunction,
  lease: upToDay,
  maxLease: upToDay,
  retention: upToCentury,
  timeout: upToDay,
  onStoreFailure: createChoiceCheck("refuse", "deliver"),
});
const idempotency: Check = (value, path) =>
  isRecord(value) && value.store === undefined
    ? [`${path}.store must be an IdempotencyStore`]
    : idempotencyOptions(value, path);

const verifyChecks = { tolerance, bodyLimit: bytes, clock: aFunction, token, strict: trueOrFalse };
const verifyOptions = createObjectCheck(verifyChecks);
const receiverOptions = createObjectCheck({
  ...verifyChecks,
  onError: aFunction,
  onIssues: aFunction,
  unknownEvents: createChoiceCheck("acknowledge", "deliver", "refuse"),
  onUnknownEvent: aFunction,
  onDelivery: aFunction,
  onOldSecret: aFunction,
  onDuplicate: aFunction,
  onStoreError: aFunction,
  idempotency,
});

/**
 * Checks the options of a receiver.
 *
 * @throws {TypeError} on an unknown option or an invalid value
 */
export function assertReceiverOptions(given: unknown): void {
  assertNone(receiverOptions(given, ""), "mynthWebhook()");
}

/**
 * Checks the options of `verifyDelivery()`.
 *
 * @throws {TypeError} on an unknown option or an invalid value
 */
export function assertVerifyOptions(given: unknown): void {
  assertNone(verifyOptions(given, ""), "verifyDelivery()");
}

function assertNone(faults: readonly string[], caller: string): void {
  if (faults.length === 0) return;
  throw new TypeError(`The options of ${caller} are invalid: ${faults.join("; ")}.`);
}
