import { isRecord } from "./events/payload.ts";

/** Says what is wrong with an option's value; `path` is where it stands, as in `idempotency.lease`. */
type Check = (value: unknown, path: string) => readonly string[];

/** By hand, not by zod: these run when a server starts, before anything needs zod. */
function must(be: string, holds: (value: unknown) => boolean): Check {
  return (value, path) => (holds(value) ? [] : [`${path} must be ${be}`]);
}

/** An object of known options only, each of which may be left out. */
function options(checks: Readonly<Record<string, Check>>): Check {
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

function oneOf(...values: readonly string[]): Check {
  return must(values.map((each) => `"${each}"`).join(" or "), (value) => values.some((each) => each === value));
}

function hasMethods(value: unknown, names: readonly string[]): boolean {
  return isRecord(value) && names.every((name) => typeof value[name] === "function");
}

const seconds = must("0 or more seconds", (value) => Number.isFinite(value) && Number(value) >= 0);
const upTo = (most: number) => (value: unknown) => typeof value === "number" && value > 0 && value <= most;
const upToDay = must("more than 0 seconds, and at most a day", upTo(86_400));
/** More than stores and timers can count. */
const upToCentury = must("more than 0 seconds, and at most 100 years", upTo(100 * 366 * 86_400));
const bytes = must("a positive number of bytes", (value) => Number.isSafeInteger(value) && Number(value) > 0);
const aFunction = must("a function", (value) => typeof value === "function");
const trueOrFalse = must("true or false", (value) => typeof value === "boolean");
const text = must("a text", (value) => typeof value === "string");
const textWithContent = must("a text that is not empty", (value) => typeof value === "string" && value !== "");

const sides = options({ past: seconds, future: seconds });
const tolerance: Check = (value, path) => (isRecord(value) ? sides : seconds)(value, path);

const tokenOptions = options({
  // Looked into where tokens are: what is wrong with one must not be repeated here.
  accept: () => [],
  mintedWith: () => [],
  state: must("a schema with safeParse()", (value) => hasMethods(value, ["safeParse"])),
  parameter: textWithContent,
});
const token: Check = (value, path) => (isRecord(value) ? tokenOptions(value, path) : isToken(value, path));
const isToken = must(
  "a text, a list of texts, a function or an object of options",
  (value) => typeof value === "string" || typeof value === "function" || isListOfTexts(value),
);

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

const storeMethods = ["claim", "complete", "release"];
const idempotencyOptions = options({
  store: must("an IdempotencyStore", (value) => hasMethods(value, storeMethods)),
  namespace: text,
  key: aFunction,
  lease: upToDay,
  retention: upToCentury,
  timeout: upToDay,
  onStoreFailure: oneOf("refuse", "deliver"),
});
const idempotency: Check = (value, path) =>
  isRecord(value) && value.store === undefined
    ? [`${path}.store must be an IdempotencyStore`]
    : idempotencyOptions(value, path);

const verifyChecks = { tolerance, bodyLimit: bytes, clock: aFunction, token, strict: trueOrFalse };
const verifyOptions = options(verifyChecks);
const receiverOptions = options({
  ...verifyChecks,
  onError: aFunction,
  onIssues: aFunction,
  unknownEvents: oneOf("acknowledge", "deliver", "refuse"),
  onUnknownEvent: aFunction,
  onDelivery: aFunction,
  onOldSecret: aFunction,
  onDuplicate: aFunction,
  onStoreError: aFunction,
  idempotency,
});

/**
 * @throws {TypeError} on an unknown option or a value that cannot be meant
 */
export function assertReceiverOptions(given: unknown): void {
  refuse(receiverOptions(given, ""));
}

/**
 * @throws {TypeError} on an unknown option or a value that cannot be meant
 */
export function assertVerifyOptions(given: unknown): void {
  refuse(verifyOptions(given, ""));
}

function refuse(faults: readonly string[]): void {
  if (faults.length === 0) return;
  throw new TypeError(`The options of mynthWebhook are not valid: ${faults.join("; ")}.`);
}
