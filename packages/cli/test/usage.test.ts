import { afterAll, describe, expect, test } from "vitest";
import { assertUrl } from "../src/deliver.ts";
import { parsePort } from "../src/parse-port.ts";
import { parsePositiveInteger } from "../src/parse-positive-integer.ts";
import { secret, startExpress, stopReceivers } from "./receivers.ts";
import { run } from "./run.ts";

const env = { MYNTH_WEBHOOK_SECRET: secret };
const url = "http://127.0.0.1:1";

afterAll(stopReceivers);

describe.concurrent("wrong usage", () => {
  test.for([
    { what: "a misspelled command", args: ["sned"], says: /Did you mean send\?/ },
    { what: "an unknown event", args: ["send", url, "--event", "nope"], says: /task.video.generate.failed/ },
    { what: "two faults at once", args: ["send", url, "--stale", "--tamper"], says: /cannot be used with/ },
    {
      what: "no secret of the scheme",
      args: ["send", url, "--scheme", "standard-webhooks"],
      says: /needs a whsec_ secret/,
    },
    { what: "a file that does not exist", args: ["send", url, "--data", "/nowhere.json"], says: /no such file/ },
    { what: "nothing to verify", args: ["verify"], says: /--headers and --body/ },
    {
      what: "a file that is not a capture",
      args: ["replay", "package.json", "--to", url],
      says: /package.json is not a capture/,
    },
  ])("mynth-webhooks exits with 2 and an explanation for $what", async ({ args, says }, { expect }) => {
    const { code, stderr } = await run(args, env);
    expect([code, stderr]).toEqual([2, expect.stringMatching(says)]);
    expect(stderr).not.toContain(secret);
  });

  test("mynth-webhooks exits with 2 and names the environment variable when there is no secret", async ({ expect }) => {
    const { code, stderr } = await run(["send", url]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("MYNTH_WEBHOOK_SECRET")]);
  });
});

test("mynth-webhooks --help lists every command", async () => {
  const { code, stdout } = await run(["--help"]);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/send.*verify.*doctor.*listen.*replay/s)]);
});

// Every other run sets NO_COLOR, because it compares the whole output.
test("mynth-webhooks prints colors when FORCE_COLOR is set", async () => {
  const escapeSequence = "\u001b[";
  const { url } = await startExpress();
  expect((await run(["send", url], { ...env, FORCE_COLOR: "1" })).stdout).toContain(escapeSequence);
});

test.each([
  { what: "parsePositiveInteger rejects a word", call: () => parsePositiveInteger("many"), says: /whole number/ },
  { what: "parsePositiveInteger rejects zero", call: () => parsePositiveInteger("0"), says: /whole number/ },
  { what: "parsePositiveInteger rejects a fraction", call: () => parsePositiveInteger("1.5"), says: /whole number/ },
  { what: "parsePort rejects a word", call: () => parsePort("http"), says: /0 to 65535/ },
  { what: "parsePort rejects an empty string", call: () => parsePort(""), says: /0 to 65535/ },
  { what: "parsePort rejects a port above 65535", call: () => parsePort("65536"), says: /0 to 65535/ },
  { what: "assertUrl rejects a host without a scheme", call: () => assertUrl("localhost"), says: /starts with http/ },
  { what: "assertUrl rejects a scheme other than HTTP", call: () => assertUrl("ftp://x"), says: /starts with http/ },
])("$what", ({ call, says }) => {
  expect(call).toThrow(says);
});
