import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toStoreKey } from "../src/idempotency/store-key.ts";
import { createReceiver, type IdempotencyStore, memoryStore } from "../src/index.ts";
import fixture from "./fixtures/vectors.json" with { type: "json" };

const { secret, timestamp, body, signature } = fixture.vectors[0]!;

describe("the keys that stores get", () => {
  test("an ordinary key is passed as it is", async () => {
    for (const key of ["task.image.generate.completed:tsk_1", "a:ü漢🌿", "x".repeat(512)]) {
      expect(await toStoreKey(key)).toBe(key);
    }
  });

  test.each([
    { what: "a key of 513 characters", key: "x".repeat(513) },
    { what: "a key of 1 MiB", key: "x".repeat(2 ** 20) },
    { what: "a key with a NUL", key: "a\0b" },
    { what: "a key with a line break", key: "a\r\nb" },
    { what: "a key with a lone surrogate", key: "a\ud800b" },
    { what: "a key that looks like a hash", key: "sha256:0123" },
  ])("$what is hashed", async ({ key }) => {
    expect(await toStoreKey(key)).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  test("no two keys become one, lone surrogates and hashes included", async () => {
    const hash = await toStoreKey("x".repeat(600));
    const keys = ["\ud800", "\ud801", "\udc00", "\ufffd", "a\0", "a\u0001", hash, "x".repeat(600), "x".repeat(601)];
    expect(new Set(await Promise.all(keys.map(toStoreKey))).size).toBe(keys.length);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), async (a, b) => {
        expect((await toStoreKey(a)) === (await toStoreKey(b))).toBe(a === b);
      }),
    );
  });

  test("a signed delivery and an unsigned one never share a key, whatever the option key returns", async () => {
    const claimed: string[] = [];
    const inner = memoryStore({ clock: () => timestamp * 1000 });
    const store: IdempotencyStore = {
      ...inner,
      claim: (key, owner, lease) => {
        claimed.push(key);
        return inner.claim(key, owner, lease);
      },
    };
    const token = "a-token-of-my-own-0123456789";
    for (const key of ["same", "url-token:same", "signed:url-token:same", "signed:same"]) {
      const receiver = createReceiver(secret, {
        clock: () => timestamp * 1000,
        token,
        idempotency: { store, key: () => key },
      });
      const bytes = new TextEncoder().encode(body);
      const headers = new Map([["x-mynth-signature", `t=${timestamp},v1=${signature}`]]);
      const signed = { method: "POST", url: "/", header: (name: string) => headers.get(name), body: bytes };
      const unsigned = { method: "POST", url: `/?token=${token}`, header: () => undefined, body: bytes };
      await receiver.receive(signed, undefined);
      await receiver.receive(unsigned, undefined);
    }
    expect(new Set(claimed).size).toBe(8);
  });
});

test("the console gets one line without control characters, whatever the key holds", async () => {
  const { vi } = await import("vitest");
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const store: IdempotencyStore = {
    claim: async () => "claimed",
    complete: async () => false,
    release: async () => true,
  };
  const token = "a-token-of-my-own-0123456789";
  const receiver = createReceiver(secret, { token, idempotency: { store } });
  const id = `tsk_\u001b[31m\r\nforged line\u202e${"x".repeat(1000)}`;
  const event = { event: "task.image.generate.completed", task: { id }, result: { images: [] } };
  const outcome = await receiver.receive(
    {
      method: "POST",
      url: `/?token=${token}`,
      header: () => undefined,
      body: new TextEncoder().encode(JSON.stringify(event)),
    },
    undefined,
  );
  if (outcome.kind !== "deliver") return expect.fail();
  await outcome.settle(204);
  const [line] = log.mock.calls[0] ?? [];
  expect(line).toMatch(/^mynthWebhook: processed_twice: [^\p{Cc}\p{Cf}]* Key: [^\p{Cc}\p{Cf}]{1,210}\.$/u);
  log.mockRestore();
});
