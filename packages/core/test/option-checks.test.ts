import { describe, expect, test } from "vitest";
import {
  createReceiver,
  customWebhook,
  diagnose,
  memoryStore,
  type ReceiverOptions,
  taskWebhooks,
} from "../src/index.ts";
import { assertToken } from "../src/token/assert-token.ts";

const secret = "wbs_option_checks";
const store = memoryStore();
const make = (options: unknown) => () => createReceiver(secret, options as ReceiverOptions);

test.each<{ what: string; options: unknown }>([
  { what: "a lease of a day", options: { idempotency: { store, lease: 86_400 } } },
  { what: "a maxLease of a day", options: { idempotency: { store, maxLease: 86_400 } } },
  { what: "a retention of a hundred years", options: { idempotency: { store, retention: 100 * 366 * 86_400 } } },
  { what: "a namespace that is empty", options: { idempotency: { store, namespace: "" } } },
  { what: "a store that fails open", options: { idempotency: { store, onStoreFailure: "deliver" } } },
  { what: "a store that fails closed", options: { idempotency: { store, onStoreFailure: "refuse" } } },
  { what: "a parameter", options: { token: { accept: "0123456789abcdef", parameter: "t" } } },
  { what: "several tokens", options: { token: ["0123456789abcdef", "fedcba9876543210"] } },
  { what: "undefined for every option", options: { tolerance: undefined, token: undefined, idempotency: undefined } },
])("createReceiver accepts $what", ({ options }) => {
  expect(make(options)).not.toThrow();
});

test.each<{ what: string; options: unknown; message: RegExp }>([
  { what: "a maxLease of 0", options: { idempotency: { store, maxLease: 0 } }, message: /idempotency\.maxLease/ },
  { what: "a lease over a day", options: { idempotency: { store, lease: 86_401 } }, message: /idempotency\.lease/ },
  {
    what: "a retention over a century",
    options: { idempotency: { store, retention: 100 * 366 * 86_400 + 1 } },
    message: /retention/,
  },
  { what: "a namespace that is a number", options: { idempotency: { store, namespace: 7 } }, message: /namespace/ },
  {
    what: "another store failure",
    options: { idempotency: { store, onStoreFailure: "reject" } },
    message: /onStoreFailure/,
  },
  {
    what: "an empty parameter",
    options: { token: { accept: "0123456789abcdef", parameter: "" } },
    message: /parameter/,
  },
  {
    what: "a parameter that is a number",
    options: { token: { accept: "0123456789abcdef", parameter: 7 } },
    message: /parameter/,
  },
  { what: "an array with one token and a number", options: { token: ["0123456789abcdef", 7] }, message: /token/ },
])("createReceiver throws a TypeError on $what", ({ options, message }) => {
  expect(make(options)).toThrow(TypeError);
  expect(make(options)).toThrow(message);
});

describe("lengths at their bounds", () => {
  test("a token has at least 16 characters", () => {
    expect(() => assertToken("x".repeat(16))).not.toThrow();
    expect(() => assertToken("x".repeat(15))).toThrow(TypeError);
  });

  test("a task has at most 5 custom webhooks, and only the given fields are sent", () => {
    const urls = Array<string>(5).fill("https://example.com/");
    expect(taskWebhooks({ custom: urls }).webhook).toEqual({ custom: urls.map((url) => ({ url })) });
    expect(() => taskWebhooks({ custom: [...urls, "https://example.com/"] })).toThrow(/at most 5/);
    expect(Object.keys(taskWebhooks({}).webhook)).toEqual([]);
  });

  test("the URL of a custom webhook has at most 2,048 characters", async () => {
    const options = { secret: "a-secret-of-my-own-0123456789", clock: () => 0 };
    const { url } = await customWebhook("https://example.com/", options);
    const fill = (length: number) => customWebhook(`https://example.com/${"x".repeat(length - url.length)}`, options);
    expect((await fill(2048)).url).toHaveLength(2048);
    await expect(fill(2049)).rejects.toThrow(/2048/);
  });

  test("customWebhook reads the clock of the process when it is called", async () => {
    const { vi } = await import("vitest");
    vi.useFakeTimers({ now: 1_700_000_000_000, toFake: ["Date"] });
    const { url } = await customWebhook("https://example.com/", {
      secret: "a-secret-of-my-own-0123456789",
      expiresIn: 60,
    });
    vi.useRealTimers();
    const [content = ""] = (new URL(url).searchParams.get("token") ?? "").split(".");
    expect(JSON.parse(Buffer.from(content, "base64url").toString())).toEqual({ expires: 1_700_000_060 });
  });
});

describe("diagnose", () => {
  test("explains a rejection without a known cause by its message and hint", async () => {
    const { causes, code, explanation } = await diagnose({ headers: {}, body: "{}" }, [secret]);
    expect([causes, code]).toEqual([[], "missing_signature"]);
    expect(explanation).toMatch(/^The request carries no webhook signature\. .+proxy/);
  });

  test("tells an invalid secret by the sentence of the check, and takes several secrets", async () => {
    const invalid = await diagnose({ headers: {}, body: "{}" }, [secret, "changeme"]);
    expect(invalid).toMatchObject({
      verified: false,
      code: "invalid_secret",
      explanation: expect.stringMatching(/placeholder/),
    });
  });

  test("throws what is no rejection", async () => {
    const clock = () => {
      throw new RangeError("a broken clock");
    };
    await expect(diagnose({ headers: {}, body: "{}" }, secret, { clock })).rejects.toThrow(RangeError);
  });
});
