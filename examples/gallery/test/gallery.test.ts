import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import { asStandardWebhooks, exampleEvent, type SignedDelivery, signDelivery } from "@mynth-webhooks/testing";
import { createGallery } from "example-gallery/app";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { picture, servePicture, startCdn } from "./cdn.ts";
import { listDatabases } from "./databases.ts";
import { listen } from "./listen.ts";

const secret = "wbs_example";
const standardSecret = "whsec_ZXhhbXBsZS1vZi10aGUtZ2FsbGVyeQ==";

describe.each(listDatabases(inject("servers").postgres))("the gallery in $name", ({ open }) => {
  let database: Awaited<ReturnType<typeof open>>;
  let cdn: Awaited<ReturnType<typeof startCdn>>;
  let folder: string;
  let url: string;
  let server: ReturnType<typeof createAdaptorServer>;

  beforeAll(async () => {
    [database, cdn, folder] = await Promise.all([open(), startCdn(), mkdtemp(join(tmpdir(), "gallery-test-"))]);
    const pictures = { folder, plainOrigin: cdn.origin, maxBytes: 50_000, timeout: 1000 };
    const app = await createGallery({ database, secret: [secret, standardSecret], pictures });
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
  const createTask = () => `tsk_${process.pid}_${++last}`;

  interface Finished {
    readonly task?: string;
    readonly images?: readonly { id: string; url?: string; cost?: string }[];
    readonly cost?: string | undefined;
    readonly prompt?: string;
  }
  function createFinished({
    task = createTask(),
    images = [{ id: "img_1" }],
    cost = "0.01",
    prompt = "Fog",
  }: Finished = {}) {
    const event = exampleEvent("task.image.generate.completed", {
      task: { id: task, cost },
      request: { prompt },
      result: { images: images.map((image) => ({ status: "success", url: `${cdn.origin}/a.png`, ...image })) },
    });
    return signDelivery(event, { secret });
  }
  const send = async (delivery: SignedDelivery) => {
    const response = await fetch(`${url}/webhooks/mynth`, { method: "POST", ...delivery });
    // The claim is released before the body ends, but not before the headers arrive.
    await response.arrayBuffer();
    return response.status;
  };
  const getPage = async () => (await fetch(url)).text();
  const countRecords = async () => ({
    tasks: (await database.query("SELECT 1 FROM tasks")).rows.length,
    pictures: (await database.query("SELECT 1 FROM pictures")).rows.length,
    files: (await readdir(folder)).length,
  });

  test("the gallery keeps the CDN's pictures unchanged, and shows them with their model and cost", async () => {
    const task = createTask();
    expect(await send(createFinished({ task, images: [{ id: "img_1" }, { id: "img_2" }] }))).toBe(204);
    for (const file of [`${task}.img_1.png`, `${task}.img_2.png`]) {
      expect(await readFile(join(folder, file))).toEqual(picture);
      expect(await getPage()).toContain(`<img src="/pictures/${file}"`);
      const served = await fetch(`${url}/pictures/${file}`);
      expect(served.headers.get("content-type")).toBe("image/png");
      expect(Buffer.from(await served.arrayBuffer())).toEqual(picture);
    }
    expect(await getPage()).toMatch(/<dd>black-forest-labs\/flux\.2-pro<.*<dd>\$0\.01</s);
  });

  test("the gallery adds costs exactly, unlike floats", async () => {
    for (const cost of ["0.1", "0.2", "0.00000001", "12345678901234567.5"]) await send(createFinished({ cost }));
    expect(await getPage()).toContain("<dt>Cost</dt><dd>$12345678901234567.80000001</dd>");
  });

  test("the gallery adds the costs of the images if the task has none", async () => {
    const images = ["0.01000000", "0.02000000"].map((cost, index) => ({ id: `img_${index}`, cost }));
    const event = exampleEvent("task.image.generate.completed", {
      task: { id: createTask(), cost: undefined },
      result: { images: images.map((image) => ({ status: "succeeded", url: `${cdn.origin}/a.png`, ...image })) },
    });
    expect(await send(signDelivery(event, { secret }))).toBe(204);
    expect((await database.query("SELECT cost::text FROM tasks")).rows).toEqual([{ cost: "0.03000000" }]);
    expect(await getPage()).toContain("<dd>$0.03</dd>");
  });

  test("the gallery records an event once, even if it is delivered several times concurrently", async () => {
    const delivery = createFinished();
    const statuses = await Promise.all([1, 2, 3].map(() => send(delivery)));
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect(statuses.filter((status) => ![204, 200, 409].includes(status))).toEqual([]);
    expect(await send(delivery)).toBe(200);
    expect(await countRecords()).toEqual({ tasks: 1, pictures: 1, files: 1 });
    expect(cdn.requests).toBe(1);
  });

  test("the gallery records an event once, even if it is delivered again after its retention expired", async () => {
    const delivery = createFinished();
    await send(delivery);
    await database.query("DELETE FROM mynth_webhook_claims");
    expect(await send(delivery)).toBe(204);
    expect(await countRecords()).toEqual({ tasks: 1, pictures: 1, files: 1 });
  });

  const faults: Record<string, RequestListener> = {
    "is down": (_request, response) => response.writeHead(503).end(),
    "breaks off": (_request, response) => {
      response.writeHead(200, { "content-type": "image/png", "content-length": picture.length });
      response.write(picture.subarray(0, 20), () => response.destroy());
    },
    "never ends its answer": (_request, response) => {
      response.writeHead(200, { "content-type": "image/png" }).write(picture);
    },
    "sends too much": (_request, response) =>
      response.writeHead(200, { "content-type": "image/png" }).end(Buffer.alloc(50_001)),
    "sends a page": (_request, response) => response.writeHead(200, { "content-type": "text/html" }).end("<p>Sorry"),
    "sends SVG": (_request, response) => response.writeHead(200, { "content-type": "image/svg+xml" }).end("<svg/>"),
    redirects: (request, response) =>
      request.url === "/elsewhere"
        ? servePicture(request, response)
        : response.writeHead(302, { location: "/elsewhere" }).end(),
  };

  test.each(Object.keys(faults))(
    "the gallery returns 500 and keeps nothing if the CDN %s, and records the retry",
    async (fault) => {
      cdn.answer = faults[fault]!;
      const delivery = createFinished();
      expect(await send(delivery)).toBe(500);
      expect(await countRecords()).toEqual({ tasks: 0, pictures: 0, files: 0 });

      cdn.answer = servePicture;
      // The claim is released a moment after the response. Until then, a retry gets 409.
      await expect.poll(() => send(delivery)).toBe(204);
      expect(await countRecords()).toEqual({ tasks: 1, pictures: 1, files: 1 });
    },
  );

  test("the gallery requests no other origin without TLS", async () => {
    const elsewhere = await startCdn();
    expect(await send(createFinished({ images: [{ id: "img_1", url: `${elsewhere.origin}/a.png` }] }))).toBe(500);
    expect(await send(createFinished({ images: [{ id: "img_1", url: "file:///etc/passwd" }] }))).toBe(500);
    expect(elsewhere.requests).toBe(0);
    elsewhere.stop();
  });

  test("the gallery writes only into its folder, whatever the ids and URLs are", async () => {
    const images = [{ id: "../../img" }, { id: "img_1", url: `${cdn.origin}/..%2f..%2fetc/passwd.png` }];
    expect(await send(createFinished({ task: "../tsk", images }))).toBe(204);
    const files = await readdir(folder);
    expect(files.toSorted()).toEqual([
      expect.stringMatching(/^~[0-9a-f]{64}\.img_1\.png$/),
      expect.stringMatching(/^~[0-9a-f]{64}\.~[0-9a-f]{64}\.png$/),
    ]);
    for (const file of files) expect(await getPage()).toContain(`/pictures/${file}`);
  });

  test("the gallery escapes a prompt, on a page that allows no scripts", async () => {
    await send(createFinished({ prompt: `"><script>alert('x')</script> & more` }));
    const text = await getPage();
    expect(text).not.toContain("<script");
    expect(text).toContain("<h2>&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; more</h2>");
    expect((await fetch(url)).headers.get("content-security-policy")).toContain("default-src 'none'");
  });

  test("the gallery keeps a task with invalid details", async () => {
    const image = { status: "succeeded", id: "img_1", url: `${cdn.origin}/a.png`, cost: "free" };
    for (const rest of [{}, { request: { prompt: 5 } }, { request: { prompt: "\0 is no text", model: [] } }]) {
      const result = { images: [image, null, { status: "new" }] };
      const event = { event: "task.image.generate.completed", task: { id: createTask() }, result, ...rest };
      expect(await send(signDelivery(event, { secret }))).toBe(204);
    }
    expect(await countRecords()).toEqual({ tasks: 3, pictures: 3, files: 3 });
    expect(await getPage()).toContain("<h2>\u{fffd} is no text</h2>");
    expect(await getPage()).toContain("<dd>unknown</dd>");
  });

  test("the gallery keeps the pictures of upscales and removed backgrounds, by both schemes", async () => {
    const upscaled = exampleEvent("task.image.upscale.completed", {
      task: { id: createTask() },
      result: { image: { url: `${cdn.origin}/a.png` } },
    });
    const cutOut = exampleEvent("task.image.remove_background.completed", {
      task: { id: createTask() },
      result: { image: { url: null, mynth_url: `${cdn.origin}/b.png` } },
    });
    expect(await send(signDelivery(upscaled, { secret }))).toBe(204);
    expect(await send(signDelivery(asStandardWebhooks(cutOut), { secret: standardSecret }))).toBe(204);
    expect(await countRecords()).toEqual({ tasks: 2, pictures: 2, files: 2 });
  });

  test("the gallery rejects a delivery whose body was tampered with", async () => {
    const delivery = createFinished();
    expect(await send({ ...delivery, body: delivery.body.replace("Fog", "Fig") })).toBe(401);
    expect(await countRecords()).toEqual({ tasks: 0, pictures: 0, files: 0 });
  });
});
