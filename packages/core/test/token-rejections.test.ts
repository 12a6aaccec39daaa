import { describe, expect, test, vi } from "vitest";
import { createReceiver, customWebhook, type VerifyOptions, verifyDelivery } from "../src/index.ts";

const now = 1_791_100_000;
const secret = "wbs_0123456789abcdef";
const own = ["first-token-0123456789", "second-token-0123456789"] as const;
const minting = ["first-secret-0123456789", "second-secret-0123456789"] as const;
const base = "https://example.com/webhooks/mynth";
const body = JSON.stringify({ event: "task.image.alt.completed", task: { id: "tsk_1" }, result: { alt: "a mug" } });

function verify(url: string, token: VerifyOptions["token"]) {
  return verifyDelivery({ headers: {}, body, url }, secret, { token, clock: () => now * 1000 });
}

async function mint(mintedWith: string, expiresIn = 60) {
  return (await customWebhook(base, { secret: mintedWith, expiresIn, state: { order: 1 }, clock: () => now * 1000 }))
    .url;
}

describe("which token was accepted", () => {
  test.each([
    { what: "in a list", accept: own },
    { what: "of a function", accept: () => own },
    { what: "of a function that returns a promise", accept: async () => own },
  ])("verifyDelivery tells the index of a token $what", async ({ accept }) => {
    for (const [index, each] of own.entries()) {
      const { delivery } = await verify(`${base}?token=${each}`, { accept });
      expect(delivery).toMatchObject({ scheme: "url-token", secretIndex: index });
    }
  });

  test("verifyDelivery tells the index of the secret that minted a token", async () => {
    for (const [index, each] of minting.entries()) {
      const { delivery } = await verify(await mint(each), { mintedWith: minting });
      expect(delivery).toMatchObject({ secretIndex: index, state: { order: 1 } });
    }
  });

  test("a delivery with a second token does not call onOldSecret: no order of tokens is promised", async () => {
    const onOldSecret = vi.fn();
    const receiver = createReceiver(secret, { token: { accept: own }, clock: () => now * 1000, onOldSecret });
    const request = {
      method: "POST",
      url: `${base}?token=${own[1]}`,
      header: () => undefined,
      body: Buffer.from(body),
    };
    expect(await receiver.receive(request, undefined)).toMatchObject({ kind: "deliver", delivery: { secretIndex: 1 } });
    expect(onOldSecret).not.toHaveBeenCalled();
  });
});

test("receive returns the outcome itself for a token that needs no promise", async () => {
  const receiver = createReceiver(secret, { token: { accept: own }, clock: () => now * 1000 });
  const request = { method: "POST", url: `${base}?token=${own[0]}`, header: () => undefined, body: Buffer.from(body) };
  await receiver.receive(request, undefined); // The schemas load with the first delivery.
  expect(receiver.receive(request, undefined)).toMatchObject({ kind: "deliver" });
});

describe("why a token was rejected", () => {
  test.each(["token", "key"])("without a token, the hint names the parameter %s", async (parameter) => {
    await expect(verify(base, { accept: own, parameter })).rejects.toMatchObject({
      code: "missing_signature",
      hint: expect.stringContaining(`?${parameter}=`),
    });
  });

  test("an expired token has a hint of its own", async () => {
    const url = await mint(minting[0], 1);
    const later = { token: { mintedWith: minting }, clock: () => (now + 1) * 1000 };
    await expect(verifyDelivery({ headers: {}, body, url }, secret, later)).rejects.toMatchObject({
      code: "invalid_token",
      hint: expect.stringContaining("expired"),
    });
  });

  test("a state that the schema rejects has a hint of its own", async () => {
    const state = { safeParse: () => ({ success: false as const }) };
    await expect(verify(await mint(minting[0]), { mintedWith: minting, state })).rejects.toMatchObject({
      code: "invalid_token",
      hint: expect.stringContaining("token.state"),
    });
  });

  test("an unknown token in the query is invalid_token, and a last path segment may be anything", async () => {
    await expect(verify(`${base}?token=${"x".repeat(20)}`, { accept: own })).rejects.toMatchObject({
      code: "invalid_token",
    });
    await expect(verify(`${base}/${"x".repeat(20)}`, { accept: own })).rejects.toMatchObject({
      code: "missing_signature",
    });
  });
});
