import { afterAll, describe, expect, test } from "vitest";
import { assertUrl } from "../src/deliver.ts";
import { portNumber } from "../src/port-number.ts";
import { positiveNumber } from "../src/positive-number.ts";
import { secret, startExpress, stopReceivers } from "./receivers.ts";
import { run } from "./run.ts";

const env = { MYNTH_WEBHOOK_SECRET: secret };
const url = "http://127.0.0.1:1";

afterAll(stopReceivers);

describe.concurrent("called wrongly, it says so and exits with 2", () => {
  test.for([
    { what: "a command misspelt", args: ["sned"], says: /Did you mean send\?/ },
    { what: "no such event", args: ["send", url, "--event", "nope"], says: /task.video.generate.failed/ },
    { what: "two faults at once", args: ["send", url, "--stale", "--tamper"], says: /cannot be used with/ },
    {
      what: "no secret of that scheme",
      args: ["send", url, "--scheme", "standard-webhooks"],
      says: /whsec_ secret only/,
    },
    { what: "no such file", args: ["send", url, "--data", "/nowhere.json"], says: /no such file/ },
    { what: "nothing to verify", args: ["verify"], says: /--headers and --body/ },
    { what: "no capture", args: ["replay", "package.json", "--to", url], says: /package.json is no capture/ },
  ])("$what", async ({ args, says }, { expect }) => {
    const { code, stderr } = await run(args, env);
    expect([code, stderr]).toEqual([2, expect.stringMatching(says)]);
    expect(stderr).not.toContain(secret);
  });

  test("no secret", async ({ expect }) => {
    const { code, stderr } = await run(["send", url]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("MYNTH_WEBHOOK_SECRET")]);
  });
});

test("helps", async () => {
  const { code, stdout } = await run(["--help"]);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/send.*verify.*doctor.*listen.*replay/s)]);
});

// Every other run has NO_COLOR, and compares what it prints to the letter.
test("is in color where that is wanted", async () => {
  const escapeSequence = "\u001b[";
  const { url } = await startExpress();
  expect((await run(["send", url], { ...env, FORCE_COLOR: "1" })).stdout).toContain(escapeSequence);
});

test.each([
  { what: "no number", read: () => positiveNumber("many"), says: /whole number/ },
  { what: "none at all", read: () => positiveNumber("0"), says: /whole number/ },
  { what: "a fraction", read: () => positiveNumber("1.5"), says: /whole number/ },
  { what: "no port", read: () => portNumber("http"), says: /0 to 65535/ },
  { what: "no port at all", read: () => portNumber(""), says: /0 to 65535/ },
  { what: "a port too high", read: () => portNumber("65536"), says: /0 to 65535/ },
  { what: "no URL", read: () => assertUrl("localhost"), says: /has to begin with http/ },
  { what: "a URL of something else", read: () => assertUrl("ftp://localhost"), says: /has to begin with http/ },
])("an option is not $what", ({ read, says }) => {
  expect(read).toThrow(says);
});
