import { once } from "node:events";
import { createServer } from "node:net";
import { exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { afterAll, describe, expect, test } from "vitest";
import { checkAllAnswers } from "../src/doctor/check-all-answers.ts";
import { useTemporaryFolder } from "./folder.ts";
import { secret, startServer, stopReceivers } from "./receivers.ts";
import { run } from "./run.ts";

const formats = [
  { what: "text", flags: [] },
  { what: "JSON", flags: ["--json"] },
];
const env = { MYNTH_WEBHOOK_SECRET: secret };
const folder = useTemporaryFolder();
afterAll(stopReceivers);

/** Clears the screen (with ESC, and with the one-byte CSI), breaks lines, rings, and turns the text around. */
const hostile = "\u001b[2J\u009b2J\r\u0007\u007f\u202e\u2028\u2029\ufeff\u{e0001}";
/** Everything that must not get into a terminal. Only the command's own line breaks may. */
const unprintable = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

function expectPrintable({ stdout, stderr }: { stdout: string; stderr: string }): void {
  expect(stdout + stderr).not.toMatch(unprintable);
  expect(stdout + stderr).not.toBe("");
}

async function saveCapture(name: string, change: object): Promise<string> {
  const { headers, body } = signDelivery(exampleEvent("task.image.alt.completed"), { secret });
  const capture = { receivedAt: new Date().toISOString(), method: "POST", url: "/", headers, body: btoa(body) };
  return folder.write(name, JSON.stringify({ ...capture, ...change }));
}

/** Starts a server that sends these bytes as its answer, which need not be HTTP. */
async function startRaw(answer: string): Promise<string> {
  const server = createServer((socket) => void socket.end(answer));
  await once(server.listen(0, "127.0.0.1"), "listening");
  server.unref();
  return `http://127.0.0.1:${Reflect.get(Object(server.address()), "port")}/`;
}

describe.concurrent("terminal output", () => {
  test.for(formats)(
    "verify prints no control character of an event's name or a field ($what)",
    async ({ what, flags }) => {
      const payloads = [
        { event: `task.${hostile}.completed`, task: { id: "tsk_1" } },
        { event: "task.image.alt.completed", task: { id: "tsk_1" }, result: { alt: 1, [hostile]: 1 }, [hostile]: 2 },
      ];
      for (const [at, payload] of payloads.entries()) {
        const { headers, body } = signDelivery(JSON.stringify(payload), { secret });
        const change = { headers, body: Buffer.from(body).toString("base64") };
        expectPrintable(await run(["verify", ...flags, await saveCapture(`body-${what}-${at}.json`, change)], env));
      }
    },
  );

  test.for(formats)("verify prints no control character of a header ($what)", async ({ what, flags }) => {
    for (const name of ["x-mynth-signature", "x-mynth-event"]) {
      const { headers } = signDelivery(exampleEvent("task.image.alt.completed"), { secret });
      const change = { headers: { ...headers, [name]: `t=${hostile},v1=${hostile}` } };
      expectPrintable(await run(["verify", ...flags, await saveCapture(`${name}-${what}.json`, change)], env));
    }
  });

  test.for(formats)(
    "send, replay and doctor print no control character of an answer ($what)",
    async ({ what, flags }) => {
      const { url } = await startServer(() => ({ status: 400, body: `${hostile}\n${hostile}` }));
      const capture = await saveCapture(`answer-${what}.json`, {});
      expectPrintable(await run(["send", url, ...flags], env));
      expectPrintable(await run(["replay", capture, "--to", url, ...flags], env));
      expectPrintable(await run(["doctor", url, ...flags], env));
    },
  );

  test.for(formats)("no command prints a control character of a broken answer ($what)", async ({ flags }) => {
    const url = await startRaw(`HTTP/1.1 200 ${hostile}\r\n${hostile}: x\r\n\r\n`);
    expectPrintable(await run(["send", url, ...flags], env));
    expectPrintable(await run(["doctor", url, "--timeout", "1", ...flags], env));
  });

  test.for(formats)("replay prints no control character of a header of a capture ($what)", async ({ what, flags }) => {
    const { url } = await startServer(() => 204);
    const broken = await saveCapture(`broken-${what}.json`, { headers: { "x\u001b[2J\u009b": "1" } });
    expectPrintable(await run(["replay", broken, "--to", url, ...flags], env));
    const id = await saveCapture(`id-${what}.json`, {
      headers: { "webhook-id": hostile, "webhook-signature": hostile },
    });
    expectPrintable(await run(["replay", id, "--to", url, ...flags], env));
  });

  test("the name of a capture is printed without its control characters", async () => {
    const { url } = await startServer(() => 204);
    const capture = await saveCapture("\u001b[2J\u202e.json", {});
    expectPrintable(await run(["replay", capture, "--to", url], env));
    expectPrintable(await run(["verify", folder.path("missing\u001b[2J.json")], env));
    expectPrintable(await run(["verify", await folder.write("odd\u001b[2J.json", "{}")], env));
  });
});

test("JSON output is the same after parsing, with control characters escaped", async () => {
  const event = `task.${hostile}.completed`;
  const { headers, body } = signDelivery(JSON.stringify({ event, task: { id: "tsk_1" } }), { secret });
  const capture = await saveCapture("json.json", { headers, body: Buffer.from(body).toString("base64") });
  const { stdout } = await run(["verify", "--json", capture], env);
  expect(JSON.parse(stdout)).toMatchObject({ verified: true, explanation: expect.stringContaining(event) });
});

test("a capture without a valid time is rejected as wrong usage", async () => {
  const capture = await saveCapture("time.json", { receivedAt: "yesterday" });
  expect(await run(["verify", capture], env)).toMatchObject({ code: 2, stderr: expect.stringMatching(/receivedAt/) });
});

describe("an answer that is slow to search", () => {
  test.each([
    { what: "many frames that are none", body: "at ".repeat(85_000), seen: "searched 20" },
    { what: "frames without a line number", body: `at ${`(${"1".repeat(99)}`.repeat(2500)}`, seen: "searched 20" },
    { what: "one digest many times", body: `${"a".repeat(64)} `.repeat(4000), seen: "found the expected signature" },
    { what: "the digests that were sent", body: `${"b".repeat(64)} `.repeat(4000), seen: "searched 20" },
  ])("doctor searches $what in time", ({ body, seen }) => {
    const delivery = { headers: {}, body: `${"x".repeat(4 * 1024 * 1024)} ${"b".repeat(64)}` };
    const answer = { status: 401, headers: {}, body, time: 1 };
    const started = performance.now();
    const findings = checkAllAnswers(Array(20).fill({ delivery, answer }), [secret]);
    expect(findings.map((finding) => finding.seen)).toContain(seen);
    expect(performance.now() - started).toBeLessThan(10_000); // A quadratic pattern takes minutes.
  });

  test.each([
    "Error: no\n    at verify (/app/src/verify.ts:10:5)\n",
    "<pre>Error: no<br> &nbsp; &nbsp;at /app/verify.js:10:5<br></pre>",
    "Traceback (most recent call last):",
    'File "/app/verify.py", line 10',
    "/app/verify.rb:10:in `verify'",
    "/app/verify.go:10",
  ])("doctor finds the stack trace in %j", (body) => {
    const answer = { status: 401, headers: {}, body, time: 1 };
    const findings = checkAllAnswers([{ delivery: { headers: {}, body: "" }, answer }], [secret]);
    expect(findings.map(({ seen }) => seen)).toContain("found a stack trace");
  });
});
