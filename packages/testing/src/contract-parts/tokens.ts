import { customWebhook } from "@mynth-webhooks/core";
import { expect, test } from "vitest";
import { completedPayload } from "../example-payload.ts";
import { asStandardWebhooks } from "../standard-webhooks.ts";
import type { ContractRequest, StartApp } from "./app.ts";
import { refusalIn } from "./refusals.ts";
import { altered, bytes, now, secret, signed } from "./requests.ts";

const token = "a-token-of-my-own-0123456789";
const mintedWith = "a-secret-of-my-own-0123456789";

/** Unsigned deliveries, those of custom webhooks. */
export function testTokens(startApp: StartApp): void {
  test.each([
    { what: "in the query", suffix: `?token=${token}` },
    { what: "in the query, among others", suffix: `?a=1&token=${token}&b=2` },
    { what: "as the last segment", suffix: `/${token}` },
    { what: "in the query, behind another question mark", suffix: `?a=b?c&token=${token}` },
  ])("delivers the unsigned with the right token $what, and says so", async ({ suffix }) => {
    const app = await startApp({ token });
    expect((await app.send(unsigned({ suffix }))).status).toBe(200);
    expect(app.seen[0]?.event).toEqual(completedPayload);
    expect(app.seen[0]?.delivery).toMatchObject({ scheme: "url-token", secretIndex: 0, issues: [] });
    expect(app.seen[0]?.delivery).not.toHaveProperty("timestamp");
  });

  test.each([
    { what: "with a wrong token in the query", suffix: "?token=another-token-0123456789", code: "invalid_token" },
    { what: "with an empty token", suffix: "?token=", code: "invalid_token" },
    { what: "with half a token", suffix: `?token=${token.slice(0, 20)}`, code: "invalid_token" },
    { what: "with more than the token", suffix: `?token=${token}x`, code: "invalid_token" },
    { what: "with the token under another name", suffix: `?key=${token}`, code: "missing_signature" },
    { what: "without a token", suffix: "", code: "missing_signature" },
  ])("refuses the unsigned $what, and names no token", async ({ suffix, code }) => {
    const told: unknown[] = [];
    const app = await startApp({ token, onError: (error) => told.push(error) });
    const response = await app.send(unsigned({ suffix }));
    expect([response.status, refusalIn(response.body).code]).toEqual([401, code]);
    expect(response.body + JSON.stringify(told)).not.toMatch(/0123456789/);
    expect(app.seen).toEqual([]);
  });

  test("refuses a wrong token as the last segment", async () => {
    const app = await startApp({ token });
    expect((await app.send(unsigned({ suffix: "/another-token-0123456789" }))).status).toBe(401);
    expect(app.seen).toEqual([]);
  });

  test("judges a signed request by its signature alone, whatever token it brings", async () => {
    const app = await startApp({ token });
    const forged = { ...altered((header) => header.replace(/.$/, "!")), suffix: `?token=${token}` };
    expect((await app.send(forged)).status).toBe(400);
    const other = { ...signed(completedPayload, { secret: "wbs_other" }), suffix: `?token=${token}` };
    expect((await app.send(other)).status).toBe(401);
    expect(app.seen).toEqual([]);
    expect((await app.send({ ...signed(completedPayload), suffix: "?token=wrong" })).status).toBe(200);
    expect(app.seen[0]?.delivery.scheme).toBe("mynth");
  });

  test("refuses every token where none is accepted", async () => {
    const app = await startApp();
    const response = await app.send(unsigned({ suffix: `?token=${token}` }));
    expect([response.status, refusalIn(response.body).code]).toEqual([401, "missing_signature"]);
  });

  test("accepts any of several tokens, from a function that has the framework's request in hand", async () => {
    const contexts: unknown[] = [];
    const app = await startApp({
      token: async (state) => {
        contexts.push(state);
        return ["another-token-0123456789", token];
      },
    });
    expect((await app.send(unsigned({ suffix: `?token=${token}` }))).status).toBe(200);
    expect(app.seen[0]?.delivery.secretIndex).toBe(1);
    expect(contexts).toEqual([expect.any(Object)]);
  });

  test("answers 503 when the tokens cannot be looked up, and 401 when there are none", async () => {
    const down = await startApp({ token: () => Promise.reject(new Error("down")) });
    expect((await down.send(unsigned({ suffix: `?token=${token}` }))).status).toBe(503);
    const none = await startApp({ token: () => undefined });
    expect((await none.send(unsigned({ suffix: `?token=${token}` }))).status).toBe(401);
  });

  test("delivers by a minted token until it ends, with the state it carries", async () => {
    const app = await startApp({ token: { mintedWith: ["a-newer-secret-0123456789", mintedWith] } });
    const suffix = await minted({ state: { order: "ord_42" } });
    expect((await app.send(unsigned({ suffix }))).status).toBe(200);
    expect(app.seen[0]?.delivery).toMatchObject({ state: { order: "ord_42" }, secretIndex: 1, scheme: "url-token" });

    for (const over of [
      await minted({ expiresIn: 3600 }, now - 3600),
      await minted({ secret: "another-secret-0123456789" }),
    ]) {
      const response = await app.send(unsigned({ suffix: over }));
      expect([response.status, refusalIn(response.body).code]).toEqual([401, "invalid_token"]);
    }
    expect(app.seen).toHaveLength(1);
  });

  test("reads the unsigned of either generation", async () => {
    const app = await startApp({ token });
    const { body } = signed(asStandardWebhooks(completedPayload));
    expect((await app.send(unsigned({ suffix: `?token=${token}`, ...(body && { body }) }))).status).toBe(200);
    expect(app.seen[0]?.event).toMatchObject(completedPayload);
  });

  test("tells when an old secret is still in use", async () => {
    const told: unknown[] = [];
    const whsec = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const app = await startApp(
      { onOldSecret: (index, delivery) => told.push([index, delivery.key]) },
      { secret: ["wbs_new", whsec, secret] },
    );
    await app.send(signed(completedPayload, { secret: "wbs_new" }));
    // The first of its scheme is not old, wherever it stands.
    await app.send(signed(asStandardWebhooks(completedPayload), { secret: whsec }));
    expect(told).toEqual([]);
    await app.send(signed(completedPayload));
    expect(told).toEqual([[2, "task.image.generate.completed:tsk_01KE7XWWEQ4MCGWKBQKJ1G47RP"]]);
  });
}

function unsigned(change: Partial<ContractRequest>): ContractRequest {
  const headers = { "content-type": "application/json" };
  return { method: "POST", headers, body: bytes(JSON.stringify(completedPayload)), ...change };
}

/** What stands behind the URL that was minted at the given time, in Unix seconds. */
async function minted(options: Partial<Parameters<typeof customWebhook>[1]>, at = now): Promise<string> {
  const clock = () => at * 1000;
  const { url } = await customWebhook("https://example.com/", { secret: mintedWith, clock, ...options });
  return new URL(url).search;
}
