import { customWebhook } from "@mynth-webhooks/core";
import { expect, test } from "vitest";
import { completedPayload } from "../example-payload.ts";
import { asStandardWebhooks } from "../standard-webhooks.ts";
import type { ContractRequest, StartApp } from "./app.ts";
import { parseRejection } from "./rejections.ts";
import { alterHeaders, encodeText, now, secret, signRequest, standardSecret, token } from "./requests.ts";

const mintedWith = "a-secret-of-my-own-0123456789";

/** Tests unsigned deliveries, which custom webhooks send. */
export function testTokens(startApp: StartApp): void {
  for (const { what, suffix } of [
    { what: "in the query", suffix: `?token=${token}` },
    { what: "in a query with other parameters", suffix: `?a=1&token=${token}&b=2` },
    { what: "as the last path segment", suffix: `/${token}` },
    { what: "in a query with a second question mark", suffix: `?a=b?c&token=${token}` },
  ]) {
    test(`an unsigned delivery with the right token ${what} is accepted with the scheme url-token`, async () => {
      const app = await startApp({ token });
      expect((await app.send(createUnsigned({ suffix }))).status).toBe(200);
      expect(app.seen[0]?.event).toEqual(completedPayload);
      expect(app.seen[0]?.delivery).toMatchObject({ scheme: "url-token", secretIndex: 0, issues: [] });
      expect(app.seen[0]?.delivery).not.toHaveProperty("timestamp");
    });
  }

  for (const { what, suffix, code } of [
    { what: "with a wrong token in the query", suffix: "?token=another-token-0123456789", code: "invalid_token" },
    { what: "with an empty token", suffix: "?token=", code: "invalid_token" },
    { what: "with half of the token", suffix: `?token=${token.slice(0, 20)}`, code: "invalid_token" },
    { what: "with a character after the token", suffix: `?token=${token}x`, code: "invalid_token" },
    { what: "with the token under another name", suffix: `?key=${token}`, code: "missing_signature" },
    { what: "without a token", suffix: "", code: "missing_signature" },
  ]) {
    test(`an unsigned delivery ${what} is rejected with 401 ${code}, and leaks no token`, async () => {
      const reported: unknown[] = [];
      const app = await startApp({ token, onError: (error) => reported.push(error) });
      const response = await app.send(createUnsigned({ suffix }));
      expect([response.status, parseRejection(response.body).code]).toEqual([401, code]);
      expect(response.body + JSON.stringify(reported)).not.toMatch(/0123456789/);
      expect(app.seen).toEqual([]);
    });
  }

  test("an unsigned delivery with a wrong token as the last path segment is rejected with 401", async () => {
    const app = await startApp({ token });
    expect((await app.send(createUnsigned({ suffix: "/another-token-0123456789" }))).status).toBe(401);
    expect(app.seen).toEqual([]);
  });

  test("a signed delivery is verified by its signature alone, and its token is ignored", async () => {
    const app = await startApp({ token });
    const forged = { ...alterHeaders((header) => header.replace(/.$/, "!")), suffix: `?token=${token}` };
    expect((await app.send(forged)).status).toBe(400);
    const other = { ...signRequest(completedPayload, { secret: "wbs_other" }), suffix: `?token=${token}` };
    expect((await app.send(other)).status).toBe(401);
    expect(app.seen).toEqual([]);
    expect((await app.send({ ...signRequest(completedPayload), suffix: "?token=wrong" })).status).toBe(200);
    expect(app.seen[0]?.delivery.scheme).toBe("mynth");
  });

  test("an unsigned delivery with a token is rejected with 401 if the option token is not set", async () => {
    const app = await startApp();
    const response = await app.send(createUnsigned({ suffix: `?token=${token}` }));
    expect([response.status, parseRejection(response.body).code]).toEqual([401, "missing_signature"]);
  });

  test("a token function is called with the framework's request, and may return several tokens", async () => {
    const contexts: unknown[] = [];
    const app = await startApp({
      token: async (context) => {
        contexts.push(context);
        return ["another-token-0123456789", token];
      },
    });
    expect((await app.send(createUnsigned({ suffix: `?token=${token}` }))).status).toBe(200);
    expect(app.seen[0]?.delivery.secretIndex).toBe(1);
    expect(contexts).toEqual([expect.any(Object)]);
  });

  test("an unsigned delivery gets 503 if the token function fails, and 401 if it returns nothing", async () => {
    const down = await startApp({ token: () => Promise.reject(new Error("down")) });
    expect((await down.send(createUnsigned({ suffix: `?token=${token}` }))).status).toBe(503);
    const none = await startApp({ token: () => undefined });
    expect((await none.send(createUnsigned({ suffix: `?token=${token}` }))).status).toBe(401);
  });

  test("an unsigned delivery with a minted token is accepted with its state until the token expires", async () => {
    const app = await startApp({ token: { mintedWith: ["a-newer-secret-0123456789", mintedWith] } });
    const suffix = await mintQuery({ state: { order: "ord_42" } });
    expect((await app.send(createUnsigned({ suffix }))).status).toBe(200);
    expect(app.seen[0]?.delivery).toMatchObject({ state: { order: "ord_42" }, secretIndex: 1, scheme: "url-token" });

    for (const over of [
      await mintQuery({ expiresIn: 3600 }, now - 3600),
      await mintQuery({ secret: "another-secret-0123456789" }),
    ]) {
      const response = await app.send(createUnsigned({ suffix: over }));
      expect([response.status, parseRejection(response.body).code]).toEqual([401, "invalid_token"]);
    }
    expect(app.seen).toHaveLength(1);
  });

  test("an unsigned delivery may be a Standard Webhooks body", async () => {
    const app = await startApp({ token });
    const { body } = signRequest(asStandardWebhooks(completedPayload));
    expect((await app.send(createUnsigned({ suffix: `?token=${token}`, ...(body && { body }) }))).status).toBe(200);
    expect(app.seen[0]?.event).toMatchObject(completedPayload);
  });

  test("onOldSecret is called when a delivery is signed with an old secret", async () => {
    const reported: unknown[] = [];
    const app = await startApp(
      { onOldSecret: (index, delivery) => reported.push([index, delivery.key]) },
      { secret: ["wbs_secret_new", standardSecret, secret] },
    );
    await app.send(signRequest(completedPayload, { secret: "wbs_secret_new" }));
    // The first secret of each scheme is current, wherever it is in the array.
    await app.send(signRequest(asStandardWebhooks(completedPayload), { secret: standardSecret }));
    expect(reported).toEqual([]);
    await app.send(signRequest(completedPayload));
    expect(reported).toEqual([[2, "task.image.generate.completed:tsk_01KE7XWWEQ4MCGWKBQKJ1G47RP"]]);
  });
}

function createUnsigned(change: Partial<ContractRequest>): ContractRequest {
  const headers = { "content-type": "application/json" };
  return { method: "POST", headers, body: encodeText(JSON.stringify(completedPayload)), ...change };
}

/** Returns the query of a URL that was minted at a time in Unix seconds. */
async function mintQuery(options: Partial<Parameters<typeof customWebhook>[1]>, at = now): Promise<string> {
  const clock = () => at * 1000;
  const { url } = await customWebhook("https://example.com/", { secret: mintedWith, clock, ...options });
  return new URL(url).search;
}
