import { inspect } from "node:util";
import { errorCodes, MynthWebhookError, type MynthWebhookErrorCode } from "@mynth-webhooks/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import { markedRefusals, secret } from "./marked-refusals.ts";
import { marks, textsIn } from "./marks.ts";
import { type RawRequest, sendRaw } from "./raw-request.ts";
import { type WatchedApp, watchedApps } from "./watched-apps.ts";

const consoleMethods = ["debug", "error", "info", "log", "trace", "warn"] as const;
const running: WatchedApp[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(running.splice(0).map((app) => app.stop()));
});

/** Everything there is to see of a value, as an owner's log may write it. */
function writtenOut(value: unknown): string {
  const all = { depth: Infinity, showHidden: true, maxArrayLength: null, maxStringLength: null, breakLength: Infinity };
  const stack = value instanceof Error ? value.stack : "";
  return [JSON.stringify(value), inspect(value, all), String(value), stack].join("\n");
}

/** What of a request must not come out: whatever holds a mark, and every signature in it. */
function secretsOf({ headers }: RawRequest): readonly string[] {
  const lines = [headers["x-mynth-signature"], headers["webhook-signature"]].join(" ");
  const signatures = lines.match(/[0-9a-f]{64}|[A-Za-z0-9+/]{43}=/g) ?? [];
  // Half a signature is as much a leak as a whole one.
  return [...Object.values(marks), "TokenMark", ...signatures.flatMap((each) => [each.slice(0, 24), each.slice(-24)])];
}

const refusals = Object.entries(markedRefusals).flatMap(([code, entries]) =>
  entries.map(({ what, ...entry }) => ({ code: code as MynthWebhookErrorCode, what, ...entry })),
);

describe.each(watchedApps)("$adapter", ({ start }) => {
  test.each(refusals)("says nothing of what it was sent, nor of its secret, with $code $what", async (refusal) => {
    const printed: unknown[] = [];
    for (const method of consoleMethods) {
      vi.spyOn(console, method).mockImplementation((...values) => void printed.push(...values));
    }
    const told: MynthWebhookError[] = [];
    const app = await start({
      secret,
      ...refusal.setup,
      options: { ...refusal.setup?.options, onError: (error) => void told.push(error) },
    });
    running.push(app);
    const request = await refusal.request();
    const answer = await sendRaw(app.port, request);
    // What is refused because the connection broke may be told after its end.
    await vi.waitFor(() => expect(told).toHaveLength(1));
    expect(told[0]).toBeInstanceOf(MynthWebhookError);
    expect(told[0]?.code).toBe(refusal.code);
    // Where Node gave the connection up by itself there is no answer of ours.
    if (refusal.code !== "body_unreadable") {
      expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${errorCodes[refusal.code].status} `));
    }
    const secrets = secretsOf(request);
    const outputs = { answer, told: told.map(writtenOut), printed: printed.map(writtenOut), logged: app.logged() };
    for (const [output, text] of Object.entries(outputs)) {
      expect({ output, leaked: textsIn([text].flat().join("\n"), secrets) }).toEqual({ output, leaked: [] });
    }
  });
});

describe("the search itself", () => {
  test("covers every code that a refusal can have", () => {
    expect(Object.keys(markedRefusals).sort()).toEqual(Object.keys(errorCodes).sort());
    for (const entries of Object.values(markedRefusals)) expect(entries).not.toEqual([]);
  });

  test("sees what the adapters log: the code is in the log of each that has one", async () => {
    const printed = vi.spyOn(console, "error").mockImplementation(() => {});
    for (const { adapter, start } of watchedApps.slice(1)) {
      const app = await start({ secret, options: {} });
      running.push(app);
      await sendRaw(app.port, { headers: {}, body: "{}" });
      const seen = app.logged() + printed.mock.calls.flat().map(writtenOut).join("\n");
      expect({ adapter, seen }).toEqual({ adapter, seen: expect.stringContaining("carries no webhook signature") });
      printed.mockClear();
    }
  });

  test.each([
    { what: "as it is", leak: marks.body },
    { what: "within a longer text", leak: `{"a":"${marks.body}"}` },
    { what: "in hexadecimal", leak: Buffer.from(marks.body).toString("hex") },
    { what: "as an inspected buffer", leak: inspect({ raw: Buffer.from(`a ${marks.body}`) }) },
    { what: "as an inspected array of bytes", leak: inspect(new TextEncoder().encode(marks.body)) },
    { what: "as a buffer in JSON", leak: JSON.stringify(Buffer.from(`abc${marks.body}`)) },
    { what: "in base64", leak: Buffer.from(marks.body).toString("base64") },
    { what: "in base64, one byte on", leak: Buffer.from(`a${marks.body}b`).toString("base64") },
    { what: "in base64, two bytes on", leak: Buffer.from(`ab${marks.body}`).toString("base64url") },
    { what: "in a cause of an error", leak: writtenOut(new Error("a", { cause: new Error(marks.body) })) },
    { what: "in a hidden field", leak: writtenOut(Object.defineProperty({}, "raw", { value: { deep: marks.body } })) },
  ])("finds a leak $what", ({ leak }) => {
    expect(textsIn(leak, Object.values(marks))).toEqual([marks.body]);
  });
});
