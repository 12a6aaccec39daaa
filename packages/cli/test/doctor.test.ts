import { afterAll, describe, expect, test } from "vitest";
import { examine } from "../src/doctor/examine.ts";
import { isExamined } from "../src/doctor/report.ts";
import {
  deadUrl,
  isSigned,
  secret,
  startExpress,
  startHono,
  startNaive,
  startServer,
  stopReceivers,
  whsec,
} from "./receivers.ts";
import { run } from "./run.ts";

const env = { MYNTH_WEBHOOK_SECRET: secret };

afterAll(stopReceivers);

/** What it finds, without a process of its own. `timeoutMs` is in milliseconds. */
async function examined(url: string, timeoutMs = 10_000) {
  const findings = await examine(url, [secret], timeoutMs);
  return { could: isExamined(findings), wrong: findings.filter(({ verdict }) => verdict === "wrong") };
}

describe("finds nothing wrong with our receiver", () => {
  test.each([
    { what: "in Hono, which handles duplicates once", start: startHono, env },
    { what: "by Standard Webhooks", start: startExpress, env: { MYNTH_WEBHOOK_SECRET: whsec } },
  ])("$what", async ({ start, env }) => {
    const { code, stdout } = await run(["doctor", (await start()).url], env);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^\n✔ Nothing wrong\. {2}\d+ right, 2 to look at/)]);
    expect(stdout).not.toContain(env.MYNTH_WEBHOOK_SECRET);
  });

  test("in Express, by both schemes with both secrets", async () => {
    const { url } = await startExpress();
    const { code, stdout } = await run(["doctor", url, "--secret-file", "-"], {}, `${secret}\n${whsec}\n`);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/1\.0 \(mynth\).*1\.0 \(standard-webhooks\)/s)]);
  });
});

test("names the faults of a receiver written by hand, with what to change", async () => {
  const { code, stdout } = await run(["doctor", (await startNaive()).url, "--json"], env);
  const { healthy, findings } = JSON.parse(stdout);
  expect([code, healthy]).toEqual([1, false]);
  expect(findings.filter(({ verdict }: { verdict: string }) => verdict === "wrong")).toEqual(
    [
      { what: "accepts odd spacing, escapes and 1.0", remedy: /raw body/ },
      { what: "refuses a timestamp that is no number", remedy: /NaN/ },
      { what: "refuses what is signed but no JSON", remedy: /5xx/ },
      { what: "refuses a body of 4 MiB", remedy: /5xx/ },
      { what: "leaks nothing in what it refuses", remedy: /constant text/, seen: /stack trace, the signature/ },
    ].map(({ what, remedy, seen = /./ }) => ({
      what,
      verdict: "wrong",
      seen: expect.stringMatching(seen),
      remedy: expect.stringMatching(remedy),
    })),
  );
});

test("names the faults of one that checks the signature and nothing else", async () => {
  const { url } = await startServer((req, body) => (isSigned(req, body) ? 200 : 401));
  expect((await examined(url)).wrong.map(({ what }) => what)).toEqual([
    "accepts the second of two signatures",
    "refuses a delivery an hour old",
    "refuses a delivery an hour ahead",
    "refuses a timestamp that is no number",
    "refuses what is signed but no JSON",
    "refuses a body of 4 MiB",
  ]);
});

test("finds what a refusal gives away, by whatever name", async () => {
  const { url } = await startServer((req, body) =>
    isSigned(req, body)
      ? 200
      : { status: 401, body: `${"ab".repeat(32)} Traceback (most recent call last) ${secret} ${body}` },
  );
  expect((await examined(url)).wrong.at(-1)?.seen).toBe(
    "found the secret, a stack trace, the signature it expected, the payload",
  );
});

describe("of a receiver that takes no good delivery it says why, and judges nothing else", () => {
  const asPython = (body: Buffer) =>
    String(body).replace(/("(?:[^"\\]|\\.)*")|([,:]) ?/g, (_, text, mark) => text ?? `${mark} `);
  type Receives = Parameters<typeof startServer>[0];
  const cases: { what: string; answer: Receives; remedy: RegExp }[] = [
    { what: "nothing there", answer: () => 404, remedy: /compare the path/ },
    { what: "a redirect", answer: () => 308, remedy: /follows no redirect/ },
    { what: "a failure", answer: () => 500, remedy: /its own log/ },
    { what: "another secret", answer: () => 401, remedy: /secret/ },
    {
      what: "JSON made anew as Python does",
      answer: (req, body) => (isSigned(req, asPython(body)) ? 200 : 401),
      remedy: /raw body/,
    },
  ];
  test.each(cases)("$what", async ({ answer, remedy }) => {
    const { could, wrong } = await examined((await startServer(answer)).url);
    expect(could).toBe(false);
    expect(wrong).toEqual([
      {
        what: "accepts a delivery signed with X-Mynth-Signature",
        verdict: "wrong",
        seen: expect.any(String),
        remedy: expect.stringMatching(remedy),
      },
    ]);
  });
});

test("takes it for a fault to let a delivery hang, and not to close its connection", async () => {
  const hanging = await startServer((req, body) => {
    if (isSigned(req, body)) return 204;
    return req.headers["x-mynth-signature"] === undefined ? undefined : 401;
  });
  const { wrong } = await examined(hanging.url, 1000);
  const [first] = wrong.filter(({ what }) => what === "refuses an unsigned delivery");
  expect(first).toMatchObject({ seen: "no answer within 1 s", remedy: expect.stringContaining("hang") });
  expect(wrong.at(-1)).toMatchObject({ what: "answers in time" });

  const closing = await startServer((req, body) => {
    if (isSigned(req, body)) return 204;
    req.socket.destroy();
    return undefined;
  });
  expect((await examined(closing.url)).wrong.map(({ what }) => what)).not.toContain("refuses an unsigned delivery");
});

test("says in one line that nobody is there", async () => {
  const { code, stdout, stderr } = await run(["doctor", await deadUrl()], env);
  expect([code, stdout, stderr]).toEqual([1, "", expect.stringMatching(/^\S+ does not answer: .*ECONNREFUSED.*\n$/)]);
});
