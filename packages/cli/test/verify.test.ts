import { exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { describe, expect, test } from "vitest";
import { useTemporaryFolder } from "./folder.ts";
import { secret, whsec } from "./receivers.ts";
import { run } from "./run.ts";

const env = { MYNTH_WEBHOOK_SECRET: secret };
const folder = useTemporaryFolder();
const body = JSON.stringify(exampleEvent("task.image.alt.completed"));
const { headers } = signDelivery(body, { secret });
const toLines = (fields: object) =>
  Object.entries(fields)
    .map((field) => field.join(": "))
    .join("\r\n");

async function saveDelivery(name: string, headers: string, body: string): Promise<string[]> {
  return [
    "--headers",
    await folder.write(`${name}.headers`, headers),
    "--body",
    await folder.write(`${name}.body`, body),
  ];
}

test("verify accepts headers as lines of a request", async () => {
  const text = `POST /hook HTTP/1.1\r\n${toLines(headers)}\r\n`;
  expect(await run(["verify", ...(await saveDelivery("request", text, body))], env)).toMatchObject({
    code: 0,
    stdout: "✔ Verified: task.image.alt.completed, by mynth.\n",
  });
});

const old = signDelivery(body, { secret, timestamp: 1_783_844_330 });
const pretty = JSON.stringify(JSON.parse(body), undefined, 2);

describe.concurrent("verify and a bad delivery", () => {
  test.for([
    { what: "reserialized JSON", headers, body: pretty, env, causes: ["reserialized_compact"] },
    {
      what: "the other scheme's secret",
      headers,
      body,
      env: { MYNTH_WEBHOOK_SECRET: whsec },
      causes: ["other_scheme"],
    },
    {
      what: "reserialized JSON of a stale delivery",
      headers: old.headers,
      body: pretty,
      env,
      causes: ["reserialized_compact", "stale"],
    },
  ])("verify names the cause of $what", async ({ what, headers, body, env, causes }, { expect }) => {
    const { code, stdout } = await run(
      ["verify", "--json", ...(await saveDelivery(what, JSON.stringify(headers), body))],
      env,
    );
    expect([code, JSON.parse(stdout)]).toEqual([1, expect.objectContaining({ verified: false, causes })]);
    expect(stdout).not.toContain(secret);
  });
});

test("verify prints the error code first, and then the explanation", async () => {
  const { stdout } = await run(["verify", ...(await saveDelivery("person", JSON.stringify(headers), pretty))], env);
  expect(stdout).toMatch(/^✘ Not verified: signature_mismatch\n {2}The JSON was parsed and written again/);
});

test("verify uses the time in --at", async () => {
  const args = ["verify", ...(await saveDelivery("old", JSON.stringify(old.headers), body)), "--at"];
  expect(await run([...args, "1783844400"], env)).toMatchObject({ code: 0 });
  expect(await run([...args, "2026-07-12T08:20:00Z"], env)).toMatchObject({ code: 0 });
});
