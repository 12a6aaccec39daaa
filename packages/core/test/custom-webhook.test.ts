import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { customWebhook, taskWebhooks, verifyDelivery } from "../src/index.ts";
import { mintToken, openToken } from "../src/token/minted-token.ts";
import { signedWith } from "./signed-with.ts";

const secret = "a-secret-of-my-own-0123456789";
const now = 1_791_100_000;
const clock = () => now * 1000;
const body = JSON.stringify({ event: "task.image.alt.completed", task: { id: "tsk_1" }, result: { alt: "a mug" } });
const base = "https://example.com/webhooks/mynth";

const receive = (url: string, token: object, at = now) =>
  verifyDelivery({ headers: {}, body, url }, "wbs_x", { token, clock: () => at * 1000 });

describe("the URL of a custom webhook", () => {
  test("lets a delivery in until it ends, by default after 7 days", async () => {
    const { url } = await customWebhook(base, { secret, clock });
    const token = { mintedWith: secret };
    const { delivery } = await receive(url, token, now + 604_799);
    expect(delivery).toMatchObject({ scheme: "url-token", secretIndex: 0 });
    expect(delivery).not.toHaveProperty("state");
    await expect(receive(url, token, now + 604_800)).rejects.toMatchObject({ code: "invalid_token", status: 401 });
  });

  test("keeps the URL's own query, and takes another parameter where told to", async () => {
    const { url } = await customWebhook(`${base}?shop=1`, { secret, clock, parameter: "key" });
    expect(new URL(url).searchParams.get("shop")).toBe("1");
    await expect(receive(url, { mintedWith: secret, parameter: "key" })).resolves.toMatchObject({ known: true });
    await expect(receive(url, { mintedWith: secret })).rejects.toMatchObject({ code: "missing_signature" });
  });

  test("carries a state, checked by a schema where there is one", async () => {
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

  test("cannot be changed in any character", async () => {
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

  test.each([
    { what: "http", url: "http://example.com/", options: {}, message: /https/ },
    { what: "no URL", url: "example.com/hook", options: {}, message: /not a URL/ },
    { what: "a password in it", url: "https://a:b@example.com/", options: {}, message: /password/ },
    { what: "a token in it already", url: "https://example.com/?token=x", options: {}, message: /already/ },
    { what: "a secret that can be guessed", url: base, options: { secret: "short" }, message: /16 characters/ },
    { what: "no time to live", url: base, options: { expiresIn: 0 }, message: /seconds/ },
    { what: "half a second", url: base, options: { expiresIn: 0.5 }, message: /seconds/ },
    { what: "a state too long", url: base, options: { state: "x".repeat(2000) }, message: /2048/ },
  ])("is refused with $what, without being repeated", async ({ url, options, message }) => {
    const made = customWebhook(url, { secret, ...options });
    await expect(made).rejects.toThrow(TypeError);
    await expect(made).rejects.toThrow(message);
    await expect(made).rejects.not.toThrow(/example\.com/);
  });
});

describe("a minted token", () => {
  test("opens to what was put in, whatever it is", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const state: unknown = JSON.parse(JSON.stringify(value));
        const token = await mintToken({ expires: 1, state }, secret);
        expect(token).toMatch(/^[\w.-]+$/);
        expect(await openToken(token, ["another-secret-0123456789", secret])).toEqual({
          expires: 1,
          state,
          secretIndex: 1,
        });
      }),
    );
  });

  test.each(["whsec_not-base64-0123456789", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])(
    "opens with the whole text of %s only, whatever it looks like",
    async (own) => {
      const token = await mintToken({ expires: 1 }, own);
      expect(await openToken(token, [own])).toMatchObject({ expires: 1 });
      const [content = ""] = token.split(".");
      for (const key of ["", own.slice("whsec_".length), Buffer.from(own.slice("whsec_".length), "base64")]) {
        const mac = createHmac("sha256", key).update("mynth-webhooks url-token v1\n");
        const forged = mac.update(Buffer.from(content, "base64url")).digest("base64url");
        expect(await openToken(`${content}.${forged}`, [own])).toBeUndefined();
      }
    },
  );

  test("is nothing a webhook's signature could be turned into, nor the other way round", async () => {
    // The same secret for both, which nobody should choose, and the token's content as the body of a delivery.
    const shared = "wbs_a_secret_for_two_purposes";
    const content = JSON.stringify({ expires: now + 60 });
    const header = signedWith(shared, content, now)["x-mynth-signature"];
    const digest = Buffer.from(header.split("v1=")[1] ?? "", "hex").toString("base64url");
    const token = `${Buffer.from(content).toString("base64url")}.${digest}`;
    expect(await openToken(token, [shared])).toBeUndefined();
  });

  test.each(["", ".", "..", "a.b", "a.b.c", "é.é", `${"a".repeat(10_000)}.b`])(
    "%j is none, and no fault",
    async (token) => {
      expect(await openToken(token, [secret])).toBeUndefined();
    },
  );
});

describe("tokens and secrets that cannot be meant are refused at once", () => {
  test.each([
    { what: "an empty token", token: "" },
    { what: "a short one among others", token: ["a-token-of-my-own-0123456789", "short"] },
    { what: "white space round it", token: " a-token-of-my-own-0123456789" },
    { what: "neither a token nor a secret", token: {} },
    { what: "an empty list of secrets", token: { mintedWith: ["short"] } },
    { what: "an option that there is not", token: { accepts: "a-token-of-my-own-0123456789" } },
  ])("$what", async ({ token }) => {
    const made = verifyDelivery({ headers: {}, body }, "wbs_x", { token });
    await expect(made).rejects.toThrow(TypeError);
    await expect(made).rejects.not.toThrow(/0123456789/);
  });
});

describe("the webhook part of a request", () => {
  test.each([
    { what: "as the guide has it", options: { enabled: true, custom: [{ url: `${base}?token=x` }] } },
    { what: "as later SDKs have it", options: { registered: false, custom: [{ url: base }] } },
    { what: "switched off", options: { enabled: false } },
  ])("$what, to spread into it", ({ options }) => {
    expect({ prompt: "p", ...taskWebhooks(options) }).toEqual({ prompt: "p", webhook: options });
  });

  test("takes URLs as text too", () => {
    expect(taskWebhooks({ custom: [base] })).toEqual({ webhook: { custom: [{ url: base }] } });
  });

  test.each([
    { what: "six URLs", custom: Array(6).fill(base), message: /at most 5.*6/ },
    { what: "http", custom: ["http://example.com"], message: /https/ },
    { what: "no URL", custom: [{ url: "" }], message: /not a URL/ },
  ])("is refused with $what", ({ custom, message }) => {
    expect(() => taskWebhooks({ custom })).toThrow(message);
  });
});
