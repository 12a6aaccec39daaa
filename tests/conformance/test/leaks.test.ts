import { inspect } from "node:util";
import { errorCodes, MynthWebhookError, type MynthWebhookErrorCode } from "@mynth-webhooks/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { canaries, findLeaks } from "./canaries.ts";
import { type RawRequest, sendRaw } from "./raw-request.ts";
import { rejectionsByCode, secret } from "./rejections-by-code.ts";
import { type WatchedApp, watchedApps } from "./watched-apps.ts";

const consoleMethods = ["debug", "error", "info", "log", "trace", "warn"] as const;
const running: WatchedApp[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(running.splice(0).map((app) => app.stop()));
});

/** Formats a value in every way that a log may print it. */
function formatForLog(value: unknown): string {
  const all = { depth: Infinity, showHidden: true, maxArrayLength: null, maxStringLength: null, breakLength: Infinity };
  const stack = value instanceof Error ? value.stack : "";
  return [JSON.stringify(value), inspect(value, all), String(value), stack].join("\n");
}

/** Returns the strings of a request that must not leak: the canaries and every signature. */
function getSecrets({ headers }: RawRequest): readonly string[] {
  const lines = [headers["x-mynth-signature"], headers["webhook-signature"]].join(" ");
  const signatures = lines.match(/[0-9a-f]{64}|[A-Za-z0-9+/]{43}=/g) ?? [];
  // Half a signature is as much a leak as a whole one.
  return [
    ...Object.values(canaries),
    "TokenCanary",
    ...signatures.flatMap((each) => [each.slice(0, 24), each.slice(-24)]),
  ];
}

const rejections = Object.entries(rejectionsByCode).flatMap(([code, entries]) =>
  entries.map(({ what, ...entry }) => ({ code: code as MynthWebhookErrorCode, what, ...entry })),
);

describe.each(watchedApps)("$adapter", ({ adapter, start, hasParameters = true }) => {
  for (const rejection of rejections) {
    const { code, what } = rejection;
    test(`${code} ${what} leaks nothing in the answers and logs of ${adapter}`, async () => {
      const printed: unknown[] = [];
      for (const method of consoleMethods) {
        vi.spyOn(console, method).mockImplementation((...values) => void printed.push(...values));
      }
      const reported: MynthWebhookError[] = [];
      const app = await start({
        secret,
        ...rejection.setup,
        options: { ...rejection.setup?.options, onError: (error) => void reported.push(error) },
      });
      running.push(app);
      const request = await rejection.request();
      const answer = await sendRaw(app.port, request);
      // If the connection broke, onError may be called after its end.
      await vi.waitFor(() => expect(reported).toHaveLength(1));
      expect(reported[0]).toBeInstanceOf(MynthWebhookError);
      // Without a router, a wrong last segment is no token, but a part of the path.
      const expected = what === "as a path parameter" && !hasParameters ? "missing_signature" : code;
      expect(reported[0]?.code).toBe(expected);
      // Node closes a broken connection itself, without our answer.
      if (code !== "body_unreadable") {
        expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${errorCodes[code].status} `));
      }
      const secrets = getSecrets(request);
      const outputs = {
        answer,
        reported: reported.map(formatForLog),
        printed: printed.map(formatForLog),
        logged: app.logged(),
      };
      for (const [output, text] of Object.entries(outputs)) {
        expect({ output, leaked: findLeaks([text].flat().join("\n"), secrets) }).toEqual({ output, leaked: [] });
      }
    });
  }
});

describe("the search for leaks", () => {
  test("the search for leaks covers every error code", () => {
    expect(Object.keys(rejectionsByCode).sort()).toEqual(Object.keys(errorCodes).sort());
    for (const entries of Object.values(rejectionsByCode)) expect(entries).not.toEqual([]);
  });

  test("the search for leaks reads the log of every adapter that has one", async () => {
    const printed = vi.spyOn(console, "error").mockImplementation(() => {});
    for (const { adapter, start } of watchedApps.filter(({ adapter }) => adapter.endsWith("error handler"))) {
      const app = await start({ secret, options: {} });
      running.push(app);
      await sendRaw(app.port, { headers: {}, body: "{}" });
      const seen = app.logged() + printed.mock.calls.flat().map(formatForLog).join("\n");
      expect({ adapter, seen }).toEqual({ adapter, seen: expect.stringContaining("carries no webhook signature") });
      printed.mockClear();
    }
  });

  test.each([
    { what: "as plain text", leak: canaries.body },
    { what: "in a longer string", leak: `{"a":"${canaries.body}"}` },
    { what: "in hexadecimal", leak: Buffer.from(canaries.body).toString("hex") },
    { what: "as an inspected buffer", leak: inspect({ raw: Buffer.from(`a ${canaries.body}`) }) },
    { what: "as an inspected array of bytes", leak: inspect(new TextEncoder().encode(canaries.body)) },
    { what: "as a buffer in JSON", leak: JSON.stringify(Buffer.from(`abc${canaries.body}`)) },
    { what: "in base64", leak: Buffer.from(canaries.body).toString("base64") },
    { what: "in base64 at an offset of one byte", leak: Buffer.from(`a${canaries.body}b`).toString("base64") },
    { what: "in base64 at an offset of two bytes", leak: Buffer.from(`ab${canaries.body}`).toString("base64url") },
    { what: "in the cause of an error", leak: formatForLog(new Error("a", { cause: new Error(canaries.body) })) },
    {
      what: "in a hidden field",
      leak: formatForLog(Object.defineProperty({}, "raw", { value: { deep: canaries.body } })),
    },
  ])("the search for leaks finds a leak $what", ({ leak }) => {
    expect(findLeaks(leak, Object.values(canaries))).toEqual([canaries.body]);
  });
});
