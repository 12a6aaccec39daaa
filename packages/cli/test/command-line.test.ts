import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Receiver, secret, startExpress, startHono, startNaive, whsec } from "./receivers.ts";
import { run, start } from "./run.ts";

const env = { MYNTH_WEBHOOK_SECRET: secret };
const receivers: Record<string, Receiver> = {};
let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mynth-webhooks-cli-"));
  Object.assign(receivers, { express: await startExpress(), hono: await startHono(), naive: await startNaive() });
});
afterAll(async () => {
  for (const receiver of Object.values(receivers)) receiver.stop();
  await rm(folder, { recursive: true, force: true });
});

const urlOf = (name: string) => receivers[name]?.url ?? expect.fail(`There is no receiver ${name}.`);

/** Where nobody listens. */
async function deadUrl(): Promise<string> {
  const receiver = await startExpress();
  receiver.stop();
  return receiver.url;
}

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe("called wrongly, it says so and exits with 2", () => {
  test.each([
    { what: "no such command", args: ["shout"], says: /unknown command/ },
    { what: "no such option", args: ["send", "http://127.0.0.1:1", "--loud"], says: /unknown option/ },
    { what: "no URL", args: ["send", "localhost"], says: /has to begin with http/ },
    {
      what: "no such event",
      args: ["send", "http://127.0.0.1:1", "--event", "nope"],
      says: /task.video.generate.failed/,
    },
    { what: "no number", args: ["send", "http://127.0.0.1:1", "--times", "many"], says: /whole number/ },
    { what: "nothing to verify", args: ["verify"], says: /--headers and --body/ },
  ])("$what", async ({ args, says }) => {
    const { code, stderr } = await run(args, env);
    expect([code, stderr]).toEqual([2, expect.stringMatching(says)]);
  });

  test("no secret", async () => {
    const { code, stderr } = await run(["send", urlOf("express")]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("MYNTH_WEBHOOK_SECRET")]);
  });
});

test("helps", async () => {
  const { code, stdout } = await run(["--help"]);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/send.*verify.*doctor.*listen.*replay/s)]);
});

describe("send", () => {
  test.each([
    { what: "from the environment", args: [], env, input: "" },
    { what: "from standard input", args: ["--secret-file", "-"], env: {}, input: `${secret}\n` },
  ])("delivers with the secret $what", async ({ args, env, input }) => {
    const { code, stdout } = await run(["send", urlOf("express"), ...args], env, input);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^204 in \d+ ms/)]);
  });

  test("signs as Standard Webhooks with a whsec_ secret", async () => {
    const { code } = await run(["send", urlOf("express"), "--event", "task.image.alt.failed"], {
      MYNTH_WEBHOOK_SECRET: whsec,
    });
    expect(code).toBe(0);
  });

  test.each(["--stale", "--tampered", "--wrong-secret", "--unsigned", "--reserialised"])(
    "takes the refusal of %s for success, and its acceptance for failure",
    async (flag) => {
      expect(await run(["send", urlOf("express"), flag], env)).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^401/),
      });
    },
  );

  test("sends many, counts what came of them, and prints a line of JSON for each where told to", async () => {
    const many = await run(["send", urlOf("express"), "--times", "20", "--concurrency", "4"], env);
    expect([many.code, many.stdout]).toEqual([0, expect.stringMatching(/20 {2}204\nmedian \d+ ms/)]);
    const { stdout } = await run(["send", urlOf("express"), "--times", "3", "--json"], env);
    expect(
      stdout
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).status),
    ).toEqual([204, 204, 204]);
  });

  test("exits with 1 where nobody answers", async () => {
    expect(await run(["send", await deadUrl()], env)).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("ECONNREFUSED"),
    });
  });
});

describe("verify", () => {
  const body = JSON.stringify(exampleEvent("task.image.alt.completed"));
  const { headers } = signDelivery(body, { secret });

  test.each([
    { what: "headers as JSON", name: "headers.json", text: JSON.stringify(headers) },
    {
      what: "headers as they stand in a request",
      name: "headers.txt",
      text: Object.entries(headers)
        .map((each) => each.join(": "))
        .join("\r\n"),
    },
  ])("takes $what", async ({ name, text }) => {
    const args = ["verify", "--headers", await file(name, text), "--body", await file("body.json", body)];
    expect(await run(args, env)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^verified/) });
  });

  test("says why one does not verify", async () => {
    const pretty = JSON.stringify(JSON.parse(body), undefined, 2);
    const args = [
      "verify",
      "--headers",
      await file("h.json", JSON.stringify(headers)),
      "--body",
      await file("pretty.json", pretty),
    ];
    const { code, stdout } = await run(args, env);
    expect([code, stdout]).toEqual([
      1,
      expect.stringMatching(/not verified signature_mismatch\nThe JSON was parsed and written again/),
    ]);
    expect(JSON.parse((await run([...args, "--json"], env)).stdout)).toMatchObject({
      verified: false,
      causes: ["reserialised_compact"],
    });
  });
});

describe("doctor", () => {
  test.each(["express", "hono"])("finds nothing wrong with our receiver in %s", async (name) => {
    const { code, stdout } = await run(["doctor", urlOf(name)], env);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/healthy/)]);
    expect(stdout).not.toContain(secret);
  });

  test("finds nothing wrong with Standard Webhooks either", async () => {
    expect(await run(["doctor", urlOf("express")], { MYNTH_WEBHOOK_SECRET: whsec })).toMatchObject({ code: 0 });
  });

  test("names the faults of a receiver written by hand, with what to change", async () => {
    const { code, stdout } = await run(["doctor", urlOf("naive"), "--json"], env);
    const { healthy, findings } = JSON.parse(stdout);
    const wrong = findings.filter(({ verdict }: { verdict: string }) => verdict === "wrong");
    expect([code, healthy]).toEqual([1, false]);
    expect(wrong).toEqual([
      {
        what: "accepts odd spacing, escapes and 1.0",
        remedy: expect.stringContaining("raw body"),
        seen: expect.any(String),
        verdict: "wrong",
      },
      {
        what: "refuses a timestamp that is no number",
        remedy: expect.stringContaining("NaN"),
        seen: expect.any(String),
        verdict: "wrong",
      },
      {
        what: "refuses what is signed but no JSON",
        remedy: expect.stringContaining("5xx"),
        seen: expect.any(String),
        verdict: "wrong",
      },
      {
        what: "refuses a body of 4 MiB",
        remedy: expect.stringContaining("5xx"),
        seen: expect.any(String),
        verdict: "wrong",
      },
      {
        what: "leaks nothing in what it answers",
        remedy: expect.any(String),
        seen: "found a stack trace, the signature it expected",
        verdict: "wrong",
      },
    ]);
  });

  test("says in one line that nobody is there", async () => {
    const { code, stdout, stderr } = await run(["doctor", await deadUrl()], env);
    expect([code, stdout, stderr]).toEqual([1, "", expect.stringMatching(/^\S+ does not answer: .*ECONNREFUSED.*\n$/)]);
  });
});

test("listen shows, saves and forwards each delivery byte for byte; replay sends it again, signed anew", async () => {
  const saved = join(folder, "captures");
  const target = receivers.express ?? expect.fail("There is no receiver.");
  const child = start(["listen", "--port", "0", "--forward", target.url, "--save", saved], env);
  try {
    const [ready] = await once(createInterface({ input: child.stderr }), "line", {
      signal: AbortSignal.timeout(60_000),
    });
    const url = /http:\S+?(?=,)/.exec(String(ready))?.[0] ?? expect.fail(`It said "${ready}".`);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const odd = '{ "event":"task.image.generate.completed","task":{"id":"tsk_odd"},"result":{"images":[ ]},"x":1.0 }\n';
    const old = Math.floor(Date.now() / 1000) - 200;
    const good = await fetch(`${url}/any`, { method: "POST", ...signDelivery(odd, { secret, timestamp: old }) });
    expect(good.status).toBe(204);
    expect((await lines.next()).value).toMatch(
      /verified task.image.generate.completed {2}tsk_odd {2}mynth, 20\d s old {2}→ 204/,
    );
    expect(target.seen.at(-1)).toEqual({ task: "tsk_odd", body: odd });

    const bad = await fetch(url, { method: "POST", ...signDelivery(odd, { secret: "wbs_other" }) });
    expect(bad.status).toBe(401);
    expect((await lines.next()).value).toMatch(/refused {2}signature_mismatch.*→ 401/);
  } finally {
    child.kill();
    await once(child, "exit");
  }

  const captures = (await readdir(saved)).sort().map((name) => join(saved, name));
  const [first = "", second = ""] = captures;
  expect(captures).toHaveLength(2);
  expect(JSON.parse(await readFile(first, "utf8"))).toMatchObject({ method: "POST", url: "/any" });
  expect(await run(["verify", first], env)).toMatchObject({ code: 0 });
  expect(await run(["verify", second], env)).toMatchObject({ code: 1 });
  const before = target.seen.length;
  expect(await run(["replay", first, second, "--to", target.url], env)).toMatchObject({ code: 0 });
  expect(target.seen.slice(before).map(({ task }) => task)).toEqual(["tsk_odd", "tsk_odd"]);
  expect(await run(["replay", second, "--to", target.url])).toMatchObject({ code: 1 });
}, 120_000);
