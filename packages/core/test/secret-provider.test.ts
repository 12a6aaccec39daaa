import { describe, expect, test, vi } from "vitest";
import { createReceiver, type SecretSource } from "../src/index.ts";
import { createKeyCache } from "../src/signature/key-cache.ts";
import fixture from "./fixtures/vectors.json" with { type: "json" };

const { secret, timestamp, body, signature } = fixture.vectors[0]!;
const headers = new Map([["x-mynth-signature", `t=${timestamp},v1=${signature}`]]);
const request = { method: "POST", url: "/", header: (name: string) => headers.get(name), body: Buffer.from(body) };

async function receive(source: unknown) {
  const onError = vi.fn();
  const receiver = createReceiver(source as SecretSource<unknown>, { clock: () => timestamp * 1000, onError });
  const outcome = await receiver.receive(request, undefined);
  return outcome.kind === "respond" ? onError.mock.calls[0]?.[0] : outcome.kind;
}

/** What other promise libraries return: an object with a method `then`, and no Promise. */
function createThenable(promise: Promise<string>): object {
  const thenable = {};
  Reflect.set(thenable, "then", promise.then.bind(promise));
  return thenable;
}

test("createReceiver takes null, which types forbid, for a missing secret", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  expect(await receive(null)).toMatchObject({ code: "missing_secret" });
  expect(log).toHaveBeenCalledOnce();
  log.mockRestore();
});

describe("a function that returns the secret", () => {
  const down = new Error("down");
  test.each([
    {
      what: "throws",
      source: () => {
        throw down;
      },
    },
    { what: "rejects", source: () => Promise.reject(down) },
    { what: "returns a promise of another library that rejects", source: () => createThenable(Promise.reject(down)) },
  ])("gets secret_unavailable with the error as the cause if it $what", async ({ source }) => {
    expect(await receive(source)).toMatchObject({ code: "secret_unavailable", cause: down });
  });

  test("may return a promise of another library", async () => {
    expect(await receive(() => createThenable(Promise.resolve(secret)))).toBe("deliver");
  });

  test.each([undefined, null, "", []])("gets missing_secret if it returns %j", async (nothing) => {
    expect(await receive(() => nothing)).toMatchObject({ code: "missing_secret" });
  });

  test.each([7, {}, "changeme", [7]])(
    "gets invalid_secret with the mistake as the cause if it returns %j",
    async (odd) => {
      expect(await receive(() => odd)).toMatchObject({ code: "invalid_secret", cause: expect.any(TypeError) });
    },
  );
});

test("createReceiver rejects a secret that is no string, array or function", () => {
  for (const odd of [7, {}, [7], true]) {
    expect(() => createReceiver(odd as unknown as string)).toThrow(/must be a string/);
  }
});

test("a key cache keeps the 256 secrets it saw last, and parses no other twice", () => {
  const parse = vi.fn((text: unknown) => ({ text }));
  const cached = createKeyCache(parse);
  const first = cached("0");
  for (let index = 0; index < 256; index += 1) cached(`${index}`);
  expect(parse).toHaveBeenCalledTimes(256);
  expect(cached("0")).toBe(first);
  cached("256"); // Drops "0", the oldest.
  cached("1");
  expect(parse).toHaveBeenCalledTimes(257);
  expect(cached("0")).not.toBe(first);
  expect(parse).toHaveBeenCalledTimes(258);
});

describe("old secrets", () => {
  const old = "wbs_0_other_secret";
  const whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  test.each([
    { what: "the only one", secrets: [secret], called: false },
    { what: "the first of its kind", secrets: [secret, old], called: false },
    { what: "the second of its kind", secrets: [old, secret], called: true },
    { what: "behind one of the other kind", secrets: [whsec, secret], called: false },
    { what: "behind one of either kind", secrets: [whsec, old, secret], called: true },
    { what: "in front of one of the other kind", secrets: [secret, whsec], called: false },
  ])("onOldSecret is called for a secret that is $what: $called", async ({ secrets, called }) => {
    const onOldSecret = vi.fn();
    const receiver = createReceiver(secrets, { clock: () => timestamp * 1000, onOldSecret });
    expect((await receiver.receive(request, undefined)).kind).toBe("deliver");
    expect(onOldSecret.mock.calls.map(([index]) => index)).toEqual(called ? [secrets.indexOf(secret)] : []);
  });
});

test("a mismatch tells how many secrets, fitting ones and signatures there were", async () => {
  const whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const onError = vi.fn();
  const wrong = "0".repeat(64);
  const both = new Map([
    ["x-mynth-signature", `t=${timestamp},v1=${wrong},v1=${wrong}`],
    ["webhook-id", "evt_1"],
    ["webhook-timestamp", `${timestamp}`],
    ["webhook-signature", `v1,${Buffer.alloc(32).toString("base64")}`],
  ]);
  const header = (name: string) => both.get(name);
  const receiver = createReceiver(["wbs_0_other_secret", whsec], { clock: () => timestamp * 1000, onError });
  await receiver.receive({ ...request, header }, undefined);
  expect(onError.mock.calls[0]?.[0].details).toEqual({
    schemes: ["standard-webhooks", "mynth"],
    secrets: 2,
    fittingSecrets: 2,
    candidates: 3,
    bodyLength: Buffer.byteLength(body),
  });
});
