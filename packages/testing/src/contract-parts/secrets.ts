import { errorCodes } from "@mynth-webhooks/core";
import { expect, test } from "vitest";
import { completedPayload } from "../example-payload.ts";
import type { StartApp } from "./app.ts";
import { refusalIn } from "./refusals.ts";
import { secret, signed } from "./requests.ts";

/** Where secrets come from. */
export function testSecrets(startApp: StartApp): void {
  test("accepts any of several secrets and says which", async () => {
    const app = await startApp({}, { secret: ["wbs_new", secret] });
    expect((await app.send(signed(completedPayload))).status).toBe(200);
    expect(app.seen[0]?.delivery.secretIndex).toBe(1);
  });

  test("asks a function for the secret, with the framework's request in hand", async () => {
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
    expect((await app.send(signed(completedPayload))).status).toBe(200);
    expect(contexts).toEqual([expect.any(Object)]);
  });

  test.each([
    { what: "there is no secret", from: () => undefined, code: "missing_secret" },
    { what: "the secret is an API key", from: () => "mak_123", code: "invalid_secret" },
    {
      what: "the secret cannot be looked up",
      from: () => Promise.reject(new Error("down")),
      code: "secret_unavailable",
    },
  ] as const)("answers with a fault of its own when $what, so that the sender tries again", async ({ from, code }) => {
    const app = await startApp({}, { secret: from });
    const response = await app.send(signed(completedPayload));
    expect([response.status, refusalIn(response.body).code]).toEqual([errorCodes[code].status, code]);
    expect(app.seen).toEqual([]);
  });
}
