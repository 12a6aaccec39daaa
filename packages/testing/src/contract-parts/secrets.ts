import { errorCodes } from "@mynth-webhooks/core";
import { expect, test } from "vitest";
import { completedPayload } from "../example-payload.ts";
import type { StartApp } from "./app.ts";
import { parseRejection } from "./rejections.ts";
import { secret, signRequest } from "./requests.ts";

/** Tests the sources of secrets. */
export function testSecrets(startApp: StartApp): void {
  test("a delivery signed with any of several secrets is accepted, with the secret's index in the delivery", async () => {
    const app = await startApp({}, { secret: ["wbs_secret_new", secret] });
    expect((await app.send(signRequest(completedPayload))).status).toBe(200);
    expect(app.seen[0]?.delivery.secretIndex).toBe(1);
  });

  test("a secret function is called with the framework's request", async () => {
    const contexts: unknown[] = [];
    const app = await startApp(
      {},
      {
        secret: async (context) => {
          contexts.push(context);
          return secret;
        },
      },
    );
    expect((await app.send(signRequest(completedPayload))).status).toBe(200);
    expect(contexts).toEqual([expect.any(Object)]);
  });

  for (const { what, from, code } of [
    { what: "the secret is missing", from: () => undefined, code: "missing_secret" },
    { what: "the secret is an API key", from: () => "mak_123", code: "invalid_secret" },
    {
      what: "the secret cannot be looked up",
      from: () => Promise.reject(new Error("down")),
      code: "secret_unavailable",
    },
  ] as const) {
    test(`a delivery gets a 5xx with ${code} if ${what}, so that the sender retries`, async () => {
      const app = await startApp({}, { secret: from });
      const response = await app.send(signRequest(completedPayload));
      expect([response.status, parseRejection(response.body).code]).toEqual([errorCodes[code].status, code]);
      expect(app.seen).toEqual([]);
    });
  }
}
