import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { asStandardWebhooks, badDeliveries, exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { afterAll, expect, test } from "vitest";
import { useTemporaryFolder } from "./folder.ts";
import { type Receiver, secret, startExpress, startServer, stopReceivers, whsec } from "./receivers.ts";
import { run, start } from "./run.ts";

const env = { MYNTH_WEBHOOK_SECRET: secret };
const folder = useTemporaryFolder();
const odd = '{ "event":"task.image.generate.completed","task":{"id":"tsk_odd"},"result":{"images":[ ]},"x":1.0 }\n';

afterAll(stopReceivers);

interface Listening {
  readonly url: string;
  line(): Promise<string>;
}

/** Runs `listen` for as long as `act` takes. */
async function whileListening(
  args: string[],
  env: Record<string, string>,
  act: (listening: Listening) => Promise<void>,
) {
  const child = start(["listen", "--port", "0", ...args], env);
  try {
    const [ready] = await once(createInterface({ input: child.stderr }), "line", {
      signal: AbortSignal.timeout(10_000),
    });
    const url = /http:[^\s,]+/.exec(String(ready))?.[0] ?? expect.fail(`listen printed "${ready}".`);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    await act({ url, line: async () => (await lines.next()).value });
  } finally {
    child.kill();
    await once(child, "exit");
  }
}

const post = (url: string, delivery: { headers: Readonly<Record<string, string>>; body: string }) =>
  fetch(url, { method: "POST", ...delivery, signal: AbortSignal.timeout(5000) });

async function capturesIn(name: string): Promise<string[]> {
  return (await readdir(folder.path(name))).sort().map((file) => folder.path(`${name}/${file}`));
}

test("listen prints, saves and forwards each delivery byte for byte, and replay signs it again", async () => {
  const target: Receiver = await startExpress();
  const timestamp = Math.floor(Date.now() / 1000) - 200;
  await whileListening(["--forward", target.url, "--save", folder.path("both")], env, async ({ url, line }) => {
    expect((await post(`${url}/any`, signDelivery(odd, { secret, timestamp }))).status).toBe(204);
    expect(await line()).toMatch(/✔ 204 in \d+ ms {2}task.image.generate.completed {2}mynth, 20\d s old$/);
    expect(await line()).toMatch(/^ +tsk_odd$/);
    expect(target.seen.at(-1)).toEqual({ task: "tsk_odd", body: odd });

    const rejected = await post(url, signDelivery(odd, { secret: "wbs_other" }));
    expect([rejected.status, rejected.headers.get("content-type")]).toEqual([401, "application/json"]);
    expect(await line()).toMatch(/✘ 401 in \d+ ms {2}task.image.generate.completed {2}signature_mismatch$/);
  });

  const captures = await capturesIn("both");
  const [first = "", second = ""] = captures;
  expect(captures).toHaveLength(2);
  expect(JSON.parse(await readFile(first, "utf8"))).toMatchObject({ method: "POST", url: "/any" });
  expect(await run(["verify", first], env)).toMatchObject({ code: 0 });
  expect(await run(["verify", second], env)).toMatchObject({ code: 1 });
  const before = target.seen.length;
  expect(await run(["replay", first, second, "--to", target.url], env)).toMatchObject({ code: 0 });
  expect(target.seen.slice(before)).toEqual([first, second].map(() => ({ task: "tsk_odd", body: odd })));
  expect(await run(["replay", second, "--to", target.url])).toMatchObject({ code: 1 });
  expect(await run(["replay", second, "--as-saved", "--to", target.url], env)).toMatchObject({ code: 1 });
  expect(await run(["replay", first, "--to", target.url], { MYNTH_WEBHOOK_SECRET: whsec })).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Pass the wbs_ secret"),
  });
}, 30_000);

test("listen without --forward returns what a receiver would, and explains a rejection", async () => {
  const event = exampleEvent("task.image.generate.completed", { task: { id: "tsk_x", cost: "0.03000000" } });
  const failed = asStandardWebhooks(exampleEvent("task.image.upscale.failed"));
  const secretFile = await folder.write("secrets", `${secret}\n${whsec}\n`);
  await whileListening(["--secret-file", secretFile], {}, async ({ url, line }) => {
    expect((await post(url, signDelivery(event, { secret }))).status).toBe(204);
    expect(await line()).toMatch(/✔ 204 {2}task.image.generate.completed {2}mynth, \d s old$/);
    expect(await line()).toMatch(/^ +tsk_x {2}1 image, 1 failed {2}\$0\.03$/);

    expect((await post(url, signDelivery(failed, { secret: whsec }))).status).toBe(204);
    expect(await line()).toMatch(/✔ 204 {2}task.image.upscale.failed {2}standard-webhooks, \d s old$/);
    expect(await line()).toMatch(/^ +tsk_\w+ {2}PROVIDER_ERROR$/);

    expect((await post(url, badDeliveries.reserialized(event, { secret }))).status).toBe(401);
    expect(await line()).toMatch(/✘ 401 {2}task.image.generate.completed {2}signature_mismatch$/);
    expect(await line()).toMatch(/^ +tsk_x {2}1 image/);
    expect(await line()).toMatch(/^ +The JSON was parsed and written again/);
    await line();

    expect((await fetch(url)).status).toBe(405);
    expect((await post(url, { headers: {}, body: "nonsense" })).status).toBe(401);
    expect(await line()).toMatch(/✘ 401 {2}no event {2}missing_signature$/);
  });
}, 30_000);

test("listen accepts a signed event with an overlong name or an error code that is not a string", async () => {
  await whileListening(["--save", folder.path("odd")], env, async ({ url, line }) => {
    const unnamed = signDelivery({ event: "x".repeat(3000), task: { id: "tsk_\u202e1" } }, { secret });
    expect((await post(url, unnamed)).status).toBe(204);
    expect(await line()).toContain("✔ 204");
    const failed = { ...exampleEvent("task.image.generate.failed"), errors: [{ code: { a: 1 } }] };
    expect((await post(url, signDelivery(failed, { secret }))).status).toBe(204);
    expect(await line()).toContain("task.image.generate.failed");
  });
  expect(await capturesIn("odd")).toHaveLength(2);
});

test("listen without a secret prints each delivery as unchecked", async () => {
  await whileListening(["--json"], {}, async ({ url, line }) => {
    const bodies = [
      exampleEvent("task.image.alt.completed"),
      asStandardWebhooks(exampleEvent("task.image.alt.completed")),
    ];
    for (const body of bodies) {
      expect((await post(url, { headers: {}, body: JSON.stringify(body) })).status).toBe(204);
      expect(JSON.parse(await line())).toMatchObject({
        state: "unchecked",
        event: "task.image.alt.completed",
        task: "tsk_01K8IMAGEALT",
      });
    }
  });
});

test("listen returns 502 when it cannot forward, and saves simultaneous deliveries in separate files", async () => {
  const target = await startServer(() => 204);
  target.stop();
  await whileListening(["--forward", target.url, "--save", folder.path("many")], env, async ({ url, line }) => {
    const answers = await Promise.all(Array.from({ length: 12 }, () => post(url, signDelivery(odd, { secret }))));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([502]));
    expect(await line()).toMatch(/✔ connect ECONNREFUSED .* task.image.generate.completed/);
  });
  expect(await capturesIn("many")).toHaveLength(12);
});

test("replay signs a delivery of both schemes with the secrets it has", async () => {
  const target = await startExpress();
  const event = exampleEvent("task.image.alt.completed");
  const { headers } = signDelivery(JSON.stringify(event), { secret: whsec, timestamp: 1 });
  const capture = {
    receivedAt: "2026-07-12T08:20:00.000Z",
    method: "POST",
    url: "/",
    headers: { ...headers, ...signDelivery(event, { secret, timestamp: 1 }).headers },
    body: Buffer.from(JSON.stringify(event)).toString("base64"),
  };
  const file = await folder.write("capture.json", JSON.stringify(capture));
  expect(await run(["replay", file, "--to", target.url, "--json"], env)).toMatchObject({ code: 0 });
  expect(target.seen.at(-1)).toMatchObject({ task: event.task.id });
});
