import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "./folder.ts";
import { deadUrl, type Receiver, secret, startExpress, startServer, stopReceivers, whsec } from "./receivers.ts";
import { run } from "./run.ts";

const env = { MYNTH_WEBHOOK_SECRET: secret };
const folder = temporaryFolder();
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startExpress();
});
afterAll(stopReceivers);

describe.concurrent("delivers with the secret", () => {
  test.for([
    { what: "from standard input", args: ["--secret-file", "-"], env: {}, input: `${secret}\n` },
    {
      what: "of the scheme that is asked for",
      args: ["--secret-file", "-", "--scheme", "standard-webhooks"],
      env: {},
      input: `${secret}\n${whsec}\n`,
    },
    { what: "of Standard Webhooks, from standard input", args: ["--secret-file", "-"], env: {}, input: whsec },
  ])("$what", async ({ args, env, input }, { expect }) => {
    const { code, stdout } = await run(["send", receiver.url, ...args], env, input);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^✔ 204 in \d+ ms {2}task\.image\.\S+ {2}tsk_send_\w+\n$/),
    ]);
  });
});

describe.concurrent("a delivery that has to be refused", () => {
  test("is not refused where there is nothing at the address", async ({ expect }) => {
    const nothing = await startServer(() => 404);
    expect(await run(["send", nothing.url, "--tamper"], env)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^✘ 404 .*nothing for a POST at this address/),
    });
  });

  test.for(["--stale", "--tamper", "--wrong-secret", "--unsigned", "--reserialize"])(
    "%s is as it should be when it is",
    async (flag, { expect }) => {
      expect(await run(["send", receiver.url, flag], env)).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(
          /^✔ 401 .*, and refused as it has to be\n {2}task.image.generate.completed {2}tsk_/,
        ),
      });
    },
  );

  test.for([
    { what: "accepted", status: 200 },
    { what: "answered with a failure", status: 500 },
  ])("is not as it should be when it is $what", async ({ status }, { expect }) => {
    const careless = await startServer(() => status);
    expect(await run(["send", careless.url, "--unsigned"], env)).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^✘ .*has to be refused with a 4xx/),
    });
  });
});

test("sends many, each of a task of its own, and counts what came of them", async () => {
  const before = receiver.seen.length;
  const { code, stdout } = await run(["send", receiver.url, "--times", "20", "--concurrency", "4"], env);
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(/^✔ 20 of 20 received .*\n {2}20 × 204\n {2}median \d+ ms/),
  ]);
  expect(new Set(receiver.seen.slice(before).map(({ task }) => task)).size).toBe(20);
});

test("sends the same task each time where it is named, and a line of JSON for each where told to", async () => {
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

test("sends a file as it is", async () => {
  const text = '{ "event":"task.image.alt.failed", "task":{"id":"tsk_file"},"x":1.0 }\n';
  expect(await run(["send", receiver.url, "--data", await folder.write("body.json", text)], env)).toMatchObject({
    code: 0,
  });
  expect(receiver.seen.at(-1)).toEqual({ task: "tsk_file", body: text });
});

test("exits with 1 where nobody answers", async () => {
  expect(await run(["send", await deadUrl()], env)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("ECONNREFUSED"),
  });
});

test("shows no secret and obeys no escape sequence of an answer", async () => {
  const leaking = await startServer(() => ({ status: 401, body: `\u001b[2J\u0007expected ${secret}` }));
  const { stdout } = await run(["send", leaking.url], env);
  expect(stdout).toMatch(/^ {2}\[2J expected \[secret\]$/m);
});
