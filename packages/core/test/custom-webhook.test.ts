import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { customWebhook, taskWebhooks, verifyDelivery } from "../src/index.ts";
import { createMintingKey, mintToken, openToken } from "../src/token/minted-token.ts";
import { signWithStripe } from "./signed-with.ts";

const secret = "a-secret-of-my-own-0123456789";
const now = 1_791_100_000;
const clock = () => now * 1000;
const body = JSON.stringify({ event: "task.image.alt.completed", task: { id: "tsk_1" }, result: { alt: "a mug" } });
const base = "https://example.com/webhooks/mynth";

const receive = (url: string, token: object, at = now) =>
  verifyDelivery({ headers: {}, body, url }, "wbs_secret_x", { token, clock: () => at * 1000 });

describe("customWebhook", () => {
  test("a URL of customWebhook is accepted until it expires, by default after 7 days", async () => {
    const { url } = await customWebhook(base, { secret, clock });
    const token = { mintedWith: secret };
    const { delivery } = await receive(url, token, now + 604_799);
    expect(delivery).toMatchObject({ scheme: "url-token", secretIndex: 0 });
    expect(delivery).not.toHaveProperty("state");
    await expect(receive(url, token, now + 604_800)).rejects.toMatchObject({ code: "invalid_token", status: 401 });
  });

  test("customWebhook keeps the query of the URL, and puts the token into the option parameter", async () => {
    const { url } = await customWebhook(`${base}?shop=1`, { secret, clock, parameter: "key" });
    expect(new URL(url).searchParams.get("shop")).toBe("1");
    await expect(receive(url, { mintedWith: secret, parameter: "key" })).resolves.toMatchObject({ known: true });
    await expect(receive(url, { mintedWith: secret })).rejects.toMatchObject({ code: "missing_signature" });
  });

  test("the state of customWebhook is in the delivery, validated by the schema if there is one", async () => {
    const { url } = await customWebhook(base, { secret, clock, state: { order: "ord_42" } });
    const isOrder = (value: unknown) => typeof value === "object" && value !== null && "order" in value;
    const schema = (fits: boolean) => ({
      safeParse: (data: unknown) => (isOrder(data) && fits ? { success: true, data: "parsed" } : { success: false }),
    });
    expect((await receive(url, { mintedWith: secret })).delivery.state).toEqual({ order: "ord_42" });
    expect((await receive(url, { mintedWith: secret, state: schema(true) })).delivery.state).toBe("parsed");
    await expect(receive(url, { mintedWith: secret, state: schema(false) })).rejects.toMatchObject({
      code: "invalid_token",
    });
  });

  test("a token of customWebhook is rejected after a change of any character", async () => {
    const { url } = await customWebhook(base, { secret, clock, state: "c" });
    const start = url.indexOf("token=") + "token=".length;
    for (let index = start; index < url.length; index += 1) {
      for (const other of ["A", "b", "-", "."]) {
        if (url[index] === other) continue;
        const changed = url.slice(0, index) + other + url.slice(index + 1);
        await expect(receive(changed, { mintedWith: secret })).rejects.toMatchObject({ code: "invalid_token" });
      }
    }
  });

  test("customWebhook accepts options that are undefined", async () => {
    const options = { expiresIn: undefined, state: undefined, parameter: undefined, allowPrivateHosts: undefined };
    const { url } = await customWebhook(base, { secret, clock: undefined, ...options });
    expect(url).toMatch(/^https:\/\/example\.com\/webhooks\/mynth\?token=/);
    await expect(customWebhook(base, { secret, clock, ...options })).resolves.toEqual(
      await customWebhook(base, { secret, clock }),
    );
  });

  test.each([
    { what: "an http URL", url: "http://example.com/", options: {}, message: /https/ },
    { what: "a URL without a scheme", url: "example.com/hook", options: {}, message: /pass a complete URL/ },
    { what: "a password in the URL", url: "https://a:b@example.com/", options: {}, message: /password/ },
    { what: "a token in the URL already", url: "https://example.com/?token=x", options: {}, message: /already/ },
    { what: "a short secret", url: base, options: { secret: "short" }, message: /16 characters/ },
    { what: "an expiresIn of 0", url: base, options: { expiresIn: 0 }, message: /seconds/ },
    { what: "an expiresIn of half a second", url: base, options: { expiresIn: 0.5 }, message: /seconds/ },
    { what: "a state that is too long", url: base, options: { state: "x".repeat(2000) }, message: /2048/ },
  ])("customWebhook throws a TypeError on $what, without repeating the URL", async ({ url, options, message }) => {
    const made = customWebhook(url, { secret, ...options });
    await expect(made).rejects.toThrow(TypeError);
    await expect(made).rejects.toThrow(message);
    await expect(made).rejects.not.toThrow(/example\.com/);
  });
});

describe("a minted token", () => {
  test("openToken returns the state that mintToken got, for any JSON", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const state: unknown = JSON.parse(JSON.stringify(value));
        const token = await mintToken({ expires: 1, state }, createMintingKey(secret));
        expect(token).toMatch(/^[\w.-]+$/);
        expect(await openToken(token, ["another-secret-0123456789", secret].map(createMintingKey))).toEqual({
          expires: 1,
          state,
          secretIndex: 1,
        });
      }),
    );
  });

  test.each(["whsec_not-base64-0123456789", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])(
    "openToken uses the whole secret %s as the key, and not a part of it",
    async (own) => {
      const token = await mintToken({ expires: 1 }, createMintingKey(own));
      expect(await openToken(token, [createMintingKey(own)])).toMatchObject({ expires: 1 });
      const [content = ""] = token.split(".");
      for (const key of ["", own.slice("whsec_".length), Buffer.from(own.slice("whsec_".length), "base64")]) {
        const mac = createHmac("sha256", key).update("mynth-webhooks url-token v1\n");
        const forged = mac.update(Buffer.from(content, "base64url")).digest("base64url");
        expect(await openToken(`${content}.${forged}`, [createMintingKey(own)])).toBeUndefined();
      }
    },
  );

  test("openToken rejects a token made of a webhook signature with the same secret", async () => {
    // The same secret for both, which nobody should choose, and the token's content as the body of a delivery.
    const shared = "wbs_a_secret_for_two_purposes";
    const content = JSON.stringify({ expires: now + 60 });
    const header = signWithStripe(shared, content, now)["x-mynth-signature"];
    const digest = Buffer.from(header.split("v1=")[1] ?? "", "hex").toString("base64url");
    const token = `${Buffer.from(content).toString("base64url")}.${digest}`;
    expect(await openToken(token, [createMintingKey(shared)])).toBeUndefined();
  });

  test.each([
    { what: "no content", token: "" },
    { what: "one period", token: "." },
    { what: "two periods", token: ".." },
    { what: "a short signature", token: "a.b" },
    { what: "three parts", token: "a.b.c" },
    { what: "letters outside ASCII", token: "é.é" },
    { what: "10,000 characters", token: `${"a".repeat(10_000)}.b` },
  ])("openToken returns undefined for a malformed token with $what", async ({ token }) => {
    expect(await openToken(token, [createMintingKey(secret)])).toBeUndefined();
  });
});

describe("an invalid token option", () => {
  test.each([
    { what: "an empty token", token: "" },
    { what: "a short token among others", token: ["a-token-of-my-own-0123456789", "short"] },
    { what: "white space around a token", token: " a-token-of-my-own-0123456789" },
    { what: "an empty object", token: {} },
    { what: "a short secret", token: { mintedWith: ["short"] } },
    { what: "an unknown option", token: { accepts: "a-token-of-my-own-0123456789" } },
  ])("the option token throws a TypeError on $what, without repeating the token", async ({ token }) => {
    const made = verifyDelivery({ headers: {}, body }, "wbs_secret_x", { token });
    await expect(made).rejects.toThrow(TypeError);
    await expect(made).rejects.not.toThrow(/0123456789/);
  });
});

describe("taskWebhooks", () => {
  const custom = [{ url: `${base}?token=x` }];

  test.each([
    { what: "nothing", options: {}, webhook: {} },
    { what: "custom webhooks", options: { custom }, webhook: { custom } },
    { what: "no registered webhooks", options: { registered: false, custom }, webhook: { registered: false, custom } },
    { what: "registered webhooks", options: { registered: true, custom }, webhook: { registered: true, custom } },
    { what: "generation 2", options: { generation: 2, registered: false }, webhook: { registered: false } },
    { what: "generation 1", options: { generation: 1, enabled: true, custom }, webhook: { enabled: true, custom } },
    { what: "generation 1, disabled", options: { generation: 1, enabled: false }, webhook: { enabled: false } },
    {
      what: "generation 1, no registered webhooks",
      options: { generation: 1, registered: false, custom },
      webhook: { dashboard: false, custom },
    },
    // SDK 0.0.36 types `dashboard` as the literal `false`.
    { what: "generation 1, registered webhooks", options: { generation: 1, registered: true }, webhook: {} },
    {
      what: "options that are undefined",
      options: {
        custom: undefined,
        enabled: undefined,
        registered: undefined,
        generation: undefined,
        allowPrivateHosts: undefined,
      },
      webhook: {},
    },
  ] as const)("taskWebhooks returns the webhook field of a request: $what", ({ options, webhook }) => {
    expect({ prompt: "p", ...taskWebhooks(options) }).toEqual({ prompt: "p", webhook });
  });

  test("the result of taskWebhooks has the types of the requests in Mynth's SDK", () => {
    // As the SDK types them: a literal `false`, and arrays that are not readonly.
    interface Requests {
      readonly guide: { webhook?: { enabled?: boolean; custom?: { url: string }[] } };
      readonly sdk36: { webhook?: { dashboard?: false; custom?: { url: string }[] } };
      readonly sdk50: { webhook?: { registered?: boolean; custom?: { url: string }[] } };
    }
    const requests: Requests = {
      guide: { ...taskWebhooks({ generation: 1, enabled: true }) },
      sdk36: { ...taskWebhooks({ generation: 1, registered: false }) },
      sdk50: { ...taskWebhooks({ registered: false, custom }) },
    };
    expect(requests.sdk50).toEqual({ webhook: { registered: false, custom } });
  });

  test("taskWebhooks accepts URLs as strings", () => {
    expect(taskWebhooks({ custom: [base] })).toEqual({ webhook: { custom: [{ url: base }] } });
  });

  test.each([
    { what: "six URLs", options: { custom: Array(6).fill(base) }, message: /at most 5.*6/ },
    { what: "an http URL", options: { custom: ["http://example.com"] }, message: /https/ },
    { what: "an empty URL", options: { custom: [{ url: "" }] }, message: /pass a complete URL/ },
    { what: "enabled in generation 2", options: { enabled: true }, message: /generation: 1/ },
    { what: "enabled: false in generation 2", options: { generation: 2, enabled: false }, message: /generation: 1/ },
    { what: "generation 3", options: { generation: 3 }, message: /generation must be 1 or 2/ },
    { what: "a generation that is a string", options: { generation: "1" }, message: /generation must be 1 or 2/ },
  ])("taskWebhooks throws a TypeError on $what", ({ options, message }) => {
    const make = () => taskWebhooks(options as Parameters<typeof taskWebhooks>[0]);
    expect(make).toThrow(TypeError);
    expect(make).toThrow(message);
  });
});
