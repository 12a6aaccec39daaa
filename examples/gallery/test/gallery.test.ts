import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import { asStandardWebhooks, exampleEvent, type SignedDelivery, signDelivery } from "@mynth-webhooks/testing";
import { gallery } from "example-gallery/app";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { picture, servePicture, startCdn } from "./cdn.ts";
import { databases } from "./databases.ts";
import { listen } from "./listen.ts";

const secret = "wbs_example";
const standardSecret = "whsec_ZXhhbXBsZS1vZi10aGUtZ2FsbGVyeQ==";

describe.each(databases(inject("servers").postgres))("a gallery in $name", ({ open }) => {
  let database: Awaited<ReturnType<typeof open>>;
  let cdn: Awaited<ReturnType<typeof startCdn>>;
  let folder: string;
  let url: string;
  let server: ReturnType<typeof createAdaptorServer>;

  beforeAll(async () => {
    [database, cdn, folder] = await Promise.all([open(), startCdn(), mkdtemp(join(tmpdir(), "gallery-test-"))]);
    const pictures = { folder, plainOrigin: cdn.origin, maxBytes: 50_000, timeout: 1000 };
    const app = await gallery({ database, secret: [secret, standardSecret], pictures });
    server = createAdaptorServer({ fetch: app.fetch });
    url = await listen(server);
  });
  beforeEach(async () => {
    await database.query("DELETE FROM pictures");
    await database.query("DELETE FROM tasks");
    for (const file of await readdir(folder)) await rm(join(folder, file));
    Object.assign(cdn, { requests: 0, answer: servePicture });
    vi.spyOn(console, "error").mockImplementation(() => {});
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(async () => {
    server.close();
    cdn.stop();
    await database.close();
    await rm(folder, { recursive: true });
  });

  let last = 0;
  const nextTask = () => `tsk_${process.pid}_${++last}`;

  interface Finished {
    readonly task?: string;
    readonly images?: readonly { id: string; url?: string; cost?: string }[];
    readonly cost?: string | undefined;
    readonly prompt?: string;
  }
  function finished({ task = nextTask(), images = [{ id: "img_1" }], cost = "0.01", prompt = "Fog" }: Finished = {}) {
    const event = exampleEvent("task.image.generate.completed", {
      task: { id: task, cost },
      request: { prompt },
      result: { images: images.map((image) => ({ status: "success", url: `${cdn.origin}/a.png`, ...image })) },
    });
    return signDelivery(event, { secret });
  }
  const send = async (delivery: SignedDelivery) =>
    (await fetch(`${url}/webhooks/mynth`, { method: "POST", ...delivery })).status;
  const page = async () => (await fetch(url)).text();
  const recorded = async () => ({
    tasks: (await database.query("SELECT 1 FROM tasks")).rows.length,
    pictures: (await database.query("SELECT 1 FROM pictures")).rows.length,
    files: (await readdir(folder)).length,
  });

  test("keeps the pictures as the CDN has them, and shows them with their model and cost", async () => {
    const task = nextTask();
    expect(await send(finished({ task, images: [{ id: "img_1" }, { id: "img_2" }] }))).toBe(204);
    for (const file of [`${task}.img_1.png`, `${task}.img_2.png`]) {
      expect(await readFile(join(folder, file))).toEqual(picture);
      expect(await page()).toContain(`<img src="/pictures/${file}"`);
      const served = await fetch(`${url}/pictures/${file}`);
      expect(served.headers.get("content-type")).toBe("image/png");
      expect(Buffer.from(await served.arrayBuffer())).toEqual(picture);
    }
    expect(await page()).toMatch(/<dd>black-forest-labs\/flux\.2-pro<.*<dd>\$0\.01</s);
  });

  test("adds costs up exactly, where floats would not", async () => {
    for (const cost of ["0.1", "0.2", "0.00000001", "12345678901234567.5"]) await send(finished({ cost }));
    expect(await page()).toContain("<dt>Cost</dt><dd>$12345678901234567.80000001</dd>");
  });

  test("adds the costs of the images up where that is all that is said", async () => {
    const images = ["0.01000000", "0.02000000"].map((cost, index) => ({ id: `img_${index}`, cost }));
    const event = exampleEvent("task.image.generate.completed", {
      task: { id: nextTask(), cost: undefined },
      result: { images: images.map((image) => ({ status: "succeeded", url: `${cdn.origin}/a.png`, ...image })) },
    });
    expect(await send(signDelivery(event, { secret }))).toBe(204);
    expect((await database.query("SELECT cost::text FROM tasks")).rows).toEqual([{ cost: "0.03000000" }]);
    expect(await page()).toContain("<dd>$0.03</dd>");
  });

  test("records an event once, however often and at whatever moment it is delivered", async () => {
    const delivery = finished();
    const statuses = await Promise.all([1, 2, 3].map(() => send(delivery)));
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect(statuses.filter((status) => ![204, 200, 409].includes(status))).toEqual([]);
    expect(await send(delivery)).toBe(200);
    expect(await recorded()).toEqual({ tasks: 1, pictures: 1, files: 1 });
    expect(cdn.requests).toBe(1);
  });

  test("records an event once that is delivered again after its mark has ended", async () => {
    const delivery = finished();
    await send(delivery);
    await database.query("DELETE FROM mynth_webhook_claims");
    expect(await send(delivery)).toBe(204);
    expect(await recorded()).toEqual({ tasks: 1, pictures: 1, files: 1 });
  });

  const faults: Record<string, RequestListener> = {
    "is down": (_request, response) => response.writeHead(503).end(),
    "breaks off": (_request, response) => {
      response.writeHead(200, { "content-type": "image/png", "content-length": picture.length });
      response.write(picture.subarray(0, 20), () => response.destroy());
    },
    "never comes to an end": (_request, response) => {
      response.writeHead(200, { "content-type": "image/png" }).write(picture);
    },
    "sends too much": (_request, response) =>
      response.writeHead(200, { "content-type": "image/png" }).end(Buffer.alloc(50_001)),
    "sends a page": (_request, response) => response.writeHead(200, { "content-type": "text/html" }).end("<p>Sorry"),
    "sends what can hold scripts": (_request, response) =>
      response.writeHead(200, { "content-type": "image/svg+xml" }).end("<svg/>"),
    "sends us elsewhere": (request, response) =>
      request.url === "/elsewhere"
        ? servePicture(request, response)
        : response.writeHead(302, { location: "/elsewhere" }).end(),
  };

  test.each(Object.keys(faults))(
    "a CDN that %s has the event tried again, and leaves nothing behind",
    async (fault) => {
      cdn.answer = faults[fault]!;
      const delivery = finished();
      expect(await send(delivery)).toBe(500);
      expect(await recorded()).toEqual({ tasks: 0, pictures: 0, files: 0 });

      cdn.answer = servePicture;
      expect(await send(delivery)).toBe(204);
      expect(await recorded()).toEqual({ tasks: 1, pictures: 1, files: 1 });
    },
  );

  test("asks nobody else without TLS", async () => {
    const elsewhere = await startCdn();
    expect(await send(finished({ images: [{ id: "img_1", url: `${elsewhere.origin}/a.png` }] }))).toBe(500);
    expect(await send(finished({ images: [{ id: "img_1", url: "file:///etc/passwd" }] }))).toBe(500);
    expect(elsewhere.requests).toBe(0);
    elsewhere.stop();
  });

  test("writes into its folder only, whatever the ids and URLs are", async () => {
    const images = [{ id: "../../img" }, { id: "img_1", url: `${cdn.origin}/..%2f..%2fetc/passwd.png` }];
    expect(await send(finished({ task: "../tsk", images }))).toBe(204);
    const files = await readdir(folder);
    expect(files.toSorted()).toEqual([
      expect.stringMatching(/^~[0-9a-f]{64}\.img_1\.png$/),
      expect.stringMatching(/^~[0-9a-f]{64}\.~[0-9a-f]{64}\.png$/),
    ]);
    for (const file of files) expect(await page()).toContain(`/pictures/${file}`);
  });

  test("shows a prompt as the text it is, on a page on which no script runs", async () => {
    await send(finished({ prompt: `"><script>alert('x')</script> & more` }));
    const text = await page();
    expect(text).not.toContain("<script");
    expect(text).toContain("<h2>&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; more</h2>");
    expect((await fetch(url)).headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  test("keeps a task whose details are not as described", async () => {
    const image = { status: "succeeded", id: "img_1", url: `${cdn.origin}/a.png`, cost: "free" };
    for (const rest of [{}, { request: { prompt: 5 } }, { request: { prompt: "\0 is no text", model: [] } }]) {
      const result = { images: [image, null, { status: "new" }] };
      const event = { event: "task.image.generate.completed", task: { id: nextTask() }, result, ...rest };
      expect(await send(signDelivery(event, { secret }))).toBe(204);
    }
    expect(await recorded()).toEqual({ tasks: 3, pictures: 3, files: 3 });
    expect(await page()).toContain("<h2>\u{fffd} is no text</h2>");
    expect(await page()).toContain("<dd>not said</dd>");
  });

  test("keeps the pictures of upscales and removed backgrounds, in either generation", async () => {
    const upscaled = exampleEvent("task.image.upscale.completed", {
      task: { id: nextTask() },
      result: { image: { url: `${cdn.origin}/a.png` } },
    });
    const cutOut = exampleEvent("task.image.remove_background.completed", {
      task: { id: nextTask() },
      result: { image: { url: null, mynth_url: `${cdn.origin}/b.png` } },
    });
    expect(await send(signDelivery(upscaled, { secret }))).toBe(204);
    expect(await send(signDelivery(asStandardWebhooks(cutOut), { secret: standardSecret }))).toBe(204);
    expect(await recorded()).toEqual({ tasks: 2, pictures: 2, files: 2 });
  });

  test("refuses what is not signed", async () => {
    const delivery = finished();
    expect(await send({ ...delivery, body: delivery.body.replace("Fog", "Fig") })).toBe(401);
    expect(await recorded()).toEqual({ tasks: 0, pictures: 0, files: 0 });
  });
});
