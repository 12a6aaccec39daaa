import { afterAll, describe, expect, test } from "vitest";
import { secret, startExpress, stopReceivers } from "./receivers.ts";
import { run } from "./run.ts";

const env = { MYNTH_WEBHOOK_SECRET: secret };
const url = "http://127.0.0.1:1";

afterAll(stopReceivers);

describe("called wrongly, it says so and exits with 2", () => {
  test.each([
    { what: "a command misspelt", args: ["sned"], says: /Did you mean send\?/ },
    { what: "no URL", args: ["send", "localhost"], says: /has to begin with http/ },
    { what: "no such event", args: ["send", url, "--event", "nope"], says: /task.video.generate.failed/ },
    { what: "no number", args: ["send", url, "--times", "many"], says: /whole number/ },
    { what: "two faults at once", args: ["send", url, "--stale", "--tamper"], says: /cannot be used with/ },
    {
      what: "no secret of that scheme",
      args: ["send", url, "--scheme", "standard-webhooks"],
      says: /whsec_ secret only/,
    },
    { what: "no such file", args: ["send", url, "--data", "/nowhere.json"], says: /no such file/ },
    { what: "nothing to verify", args: ["verify"], says: /--headers and --body/ },
    { what: "no port", args: ["listen", "--port", "http"], says: /0 to 65535/ },
    { what: "no capture", args: ["replay", "package.json", "--to", url], says: /package.json is no capture/ },
  ])("$what", async ({ args, says }) => {
    const { code, stderr } = await run(args, env);
    expect([code, stderr]).toEqual([2, expect.stringMatching(says)]);
    expect(stderr).not.toContain(secret);
  });

  test("no secret", async () => {
    const { code, stderr } = await run(["send", url]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("MYNTH_WEBHOOK_SECRET")]);
  });
});

test("helps", async () => {
  const { code, stdout } = await run(["--help"]);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/send.*verify.*doctor.*listen.*replay/s)]);
});

test("is in colour where that is wanted, and never with NO_COLOR", async () => {
  const escapeSequence = "\u001b[";
  const { url } = await startExpress();
  expect((await run(["send", url], { ...env, FORCE_COLOR: "1" })).stdout).toContain(escapeSequence);
  expect((await run(["send", url], { ...env, NO_COLOR: "1" })).stdout).not.toContain(escapeSequence);
});
