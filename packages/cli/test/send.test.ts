import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { useTemporaryFolder } from "./folder.ts";
import { getDeadUrl, type Receiver, secret, startExpress, startServer, stopReceivers, whsec } from "./receivers.ts";
import { run } from "./run.ts";

const env = { MYNTH_WEBHOOK_SECRET: secret };
const folder = useTemporaryFolder();
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startExpress();
});
afterAll(stopReceivers);

describe.concurrent("send and its secret", () => {
  test.for([
    { what: "the secret from standard input", args: ["--secret-file", "-"], env: {}, input: `${secret}\n` },
    {
      what: "the secret of the scheme in --scheme",
      args: ["--secret-file", "-", "--scheme", "standard-webhooks"],
      env: {},
      input: `${secret}\n${whsec}\n`,
    },
    { what: "a whsec_ secret from standard input", args: ["--secret-file", "-"], env: {}, input: whsec },
  ])("send signs with $what", async ({ args, env, input }, { expect }) => {
    const { code, stdout } = await run(["send", receiver.url, ...args], env, input);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^✔ 204 in \d+ ms {2}task\.image\.\S+ {2}tsk_send_\w+\n$/),
    ]);
  });
});

describe.concurrent("send and a bad delivery", () => {
  test("send --tamper exits with 1 when the address has no route", async ({ expect }) => {
    const nothing = await startServer(() => 404);
    expect(await run(["send", nothing.url, "--tamper"], env)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^✘ 404 .*no route accepts POST at this address/),
    });
  });

  test.for(["--stale", "--tamper", "--wrong-secret", "--unsigned", "--reserialize"])(
    "send %s exits with 0 when the delivery is rejected",
    async (flag, { expect }) => {
      expect(await run(["send", receiver.url, flag], env)).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^✔ 401 .*: rejected, as expected\n {2}task.image.generate.completed {2}tsk_/),
      });
    },
  );

  test.for([
    { what: "accepts the delivery", status: 200 },
    { what: "fails", status: 500 },
  ])("send --unsigned exits with 1 when the receiver $what", async ({ status }, { expect }) => {
    const careless = await startServer(() => status);
    expect(await run(["send", careless.url, "--unsigned"], env)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^✘ .*expected a 4xx, because the receiver must reject it/),
    });
  });
});

test("send --times gives each delivery its own task, and counts the answers", async () => {
  const before = receiver.seen.length;
  const { code, stdout } = await run(["send", receiver.url, "--times", "20", "--concurrency", "4"], env);
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/^✔ 20 of 20 received .*\n {2}20 × 204\n {2}median \d+ ms/),
  ]);
  expect(new Set(receiver.seen.slice(before).map(({ task }) => task)).size).toBe(20);
});

test("send --task sends the same task each time, and --json prints one line per delivery", async () => {
  const before = receiver.seen.length;
  const { stdout } = await run(["send", receiver.url, "--times", "3", "--task", "tsk_same", "--json"], env);
  const lines = stdout.trim().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual(
    Array.from({ length: 3 }, () => ({
      right: true,
      sent: "task.image.generate.completed  tsk_same",
      status: 204,
      time: expect.any(Number),
    })),
  );
  expect(receiver.seen.slice(before).map(({ task }) => task)).toEqual(["tsk_same", "tsk_same", "tsk_same"]);
});

test("send --data sends a file byte for byte", async () => {
  const text = '{ "event":"task.image.alt.failed", "task":{"id":"tsk_file"},"x":1.0 }\n';
  expect(await run(["send", receiver.url, "--data", await folder.write("body.json", text)], env)).toMatchObject({
    code: 0,
  });
  expect(receiver.seen.at(-1)).toEqual({ task: "tsk_file", body: text });
});

test("send exits with 1 when the receiver does not answer", async () => {
  expect(await run(["send", await getDeadUrl()], env)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("ECONNREFUSED"),
  });
});

test("send prints neither the secret nor an escape sequence from an answer", async () => {
  const leaking = await startServer(() => ({ status: 401, body: `\u001b[2J\u0007expected ${secret}` }));
  const { stdout } = await run(["send", leaking.url], env);
  expect(stdout).toMatch(/^ {2}\[2J expected \[secret\]$/m);
});
