import { afterAll, describe, expect, test } from "vitest";
import { examineReceiver } from "../src/doctor/examine-receiver.ts";
import { isExamined } from "../src/doctor/report.ts";
import {
  getDeadUrl,
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

/** Examines a receiver in this process. */
async function examineInProcess(url: string, timeoutMs = 10_000) {
  const findings = await examineReceiver(url, [secret], timeoutMs);
  return { examined: isExamined(findings), wrong: findings.filter(({ verdict }) => verdict === "wrong") };
}

describe("doctor and our receivers", () => {
  test.each([
    { what: "our Hono receiver with idempotency", start: startHono, env },
    { what: "our Express receiver by Standard Webhooks", start: startExpress, env: { MYNTH_WEBHOOK_SECRET: whsec } },
  ])("doctor finds nothing wrong with $what", async ({ start, env }) => {
    const { code, stdout } = await run(["doctor", (await start()).url], env);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^\n✔ Nothing wrong\. {2}\d+ right, 2 to look at/)]);
    expect(stdout).not.toContain(env.MYNTH_WEBHOOK_SECRET);
  });

  test("doctor examines our Express receiver by both schemes when it has both secrets", async () => {
    const { url } = await startExpress();
    const { code, stdout } = await run(["doctor", url, "--secret-file", "-"], {}, `${secret}\n${whsec}\n`);
    expect([code, stdout]).toEqual([0, expect.stringMatching(/1\.0 \(mynth\).*1\.0 \(standard-webhooks\)/s)]);
  });
});

test("doctor names the faults of a handwritten receiver, with a remedy for each", async () => {
  const { code, stdout } = await run(["doctor", (await startNaive()).url, "--json"], env);
  const { healthy, findings } = JSON.parse(stdout);
  expect([code, healthy]).toEqual([1, false]);
  expect(findings.filter(({ verdict }: { verdict: string }) => verdict === "wrong")).toEqual(
    [
      { what: "accepts odd spacing, escapes and 1.0", remedy: /raw body/ },
      { what: "rejects a timestamp that is not a number", remedy: /NaN/ },
      { what: "rejects a signed body that is not JSON", remedy: /5xx/ },
      { what: "rejects a body of 4 MiB", remedy: /5xx/ },
      { what: "leaks nothing when it rejects", remedy: /constant text/, seen: /stack trace, the expected signature/ },
    ].map(({ what, remedy, seen = /./ }) => ({
      what,
      verdict: "wrong",
      seen: expect.stringMatching(seen),
      remedy: expect.stringMatching(remedy),
    })),
  );
});

test("doctor names the faults of a receiver that checks only the signature", async () => {
  const { url } = await startServer((req, body) => (isSigned(req, body) ? 200 : 401));
  expect((await examineInProcess(url)).wrong.map(({ what }) => what)).toEqual([
    "accepts the second of two signatures",
    "rejects a delivery an hour old",
    "rejects a delivery an hour ahead",
    "rejects a timestamp that is not a number",
    "rejects a signed body that is not JSON",
    "rejects a body of 4 MiB",
  ]);
});

test("doctor reports everything that a rejection leaks", async () => {
  const { url } = await startServer((req, body) =>
    isSigned(req, body)
      ? 200
      : { status: 401, body: `${"ab".repeat(32)} Traceback (most recent call last) ${secret} ${body}` },
  );
  expect((await examineInProcess(url)).wrong.at(-1)?.seen).toBe(
    "found the secret, a stack trace, the expected signature, the payload",
  );
});

describe("doctor and a receiver that rejects good deliveries", () => {
  const asPython = (body: Buffer) =>
    String(body).replace(/("(?:[^"\\]|\\.)*")|([,:]) ?/g, (_, text, mark) => text ?? `${mark} `);
  type Receives = Parameters<typeof startServer>[0];
  const cases: { what: string; answer: Receives; remedy: RegExp }[] = [
    { what: "without a route", answer: () => 404, remedy: /Compare the path/ },
    { what: "that redirects", answer: () => 308, remedy: /does not follow redirects/ },
    { what: "that fails", answer: () => 500, remedy: /Look into its log/ },
    { what: "with another secret", answer: () => 401, remedy: /secret/ },
    {
      what: "that reserializes JSON like Python",
      answer: (req, body) => (isSigned(req, asPython(body)) ? 200 : 401),
      remedy: /raw body/,
    },
  ];
  test.each(cases)("doctor explains why a receiver $what is wrong, and checks nothing else", async (receiver) => {
    const { answer, remedy } = receiver;
    const { examined, wrong } = await examineInProcess((await startServer(answer)).url);
    expect(examined).toBe(false);
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

test("doctor reports a receiver that leaves a delivery hanging, and not one that closes the connection", async () => {
  const hanging = await startServer((req, body) => {
    if (isSigned(req, body)) return 204;
    return req.headers["x-mynth-signature"] === undefined ? undefined : 401;
  });
  const { wrong } = await examineInProcess(hanging.url, 1000);
  const [first] = wrong.filter(({ what }) => what === "rejects an unsigned delivery");
  expect(first).toMatchObject({ seen: "no answer within 1 s", remedy: expect.stringContaining("hang") });
  expect(wrong.at(-1)).toMatchObject({ what: "answers in time" });

  const closing = await startServer((req, body) => {
    if (isSigned(req, body)) return 204;
    req.socket.destroy();
    return undefined;
  });
  const { wrong: wrongWhenClosing } = await examineInProcess(closing.url);
  expect(wrongWhenClosing.map(({ what }) => what)).not.toContain("rejects an unsigned delivery");
});

test("doctor prints one line when the receiver does not answer", async () => {
  const { code, stdout, stderr } = await run(["doctor", await getDeadUrl()], env);
  expect([code, stdout, stderr]).toEqual([1, "", expect.stringMatching(/^\S+ does not answer: .*ECONNREFUSED.*\n$/)]);
});
