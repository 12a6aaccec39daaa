import { runInNewContext } from "node:vm";
import { describe, expect, test, vi } from "vitest";
import { type RawRequest, verifyDelivery } from "../src/index.ts";
import { readSecretVariable } from "../src/signature/secret.ts";
import fixture from "./fixtures/vectors.json" with { type: "json" };

const { secret, timestamp, body, signature } = fixture.vectors[0]!;
const options = { clock: () => timestamp * 1000 };
const record = { "X-Mynth-Signature": `t=${timestamp},v1=${signature}` };
const bytes = Buffer.from(body);

/** A Headers class of another implementation, such as undici's or jsdom's. */
class ForeignHeaders {
  get(name: string): string | null {
    return name.toLowerCase() === "x-mynth-signature" ? record["X-Mynth-Signature"] : null;
  }
}

async function verify(request: { headers: unknown; body: unknown }): Promise<unknown> {
  // The mistakes here are those of users without types.
  return (await verifyDelivery(request as RawRequest, secret, options)).event.event;
}

describe("headers", () => {
  const headers: { what: string; value: unknown }[] = [
    { what: "a Headers object", value: new Headers(record) },
    { what: "a Headers object of another implementation", value: new ForeignHeaders() },
    { what: "a Map with names in any case", value: new Map(Object.entries(record)) },
    { what: "an array of entries", value: Object.entries(record) },
    { what: "an object with names in any case", value: record },
    { what: "an object with arrays", value: { "x-mynth-signature": [record["X-Mynth-Signature"]] } },
  ];
  test.each(headers)("verifyDelivery reads $what", async ({ value }) => {
    expect(await verify({ headers: value, body })).toBe("task.image.generate.completed");
  });

  test.each([undefined, null, "x-mynth-signature: t=1", 7])(
    "verifyDelivery throws a TypeError on %j as headers",
    async (value) => {
      await expect(verify({ headers: value, body })).rejects.toThrow(/headers must be/);
      await expect(verify({ headers: value, body })).rejects.toThrow(TypeError);
    },
  );
});

describe("the body", () => {
  const realm: { buffer: ArrayBuffer; view: Uint8Array } = runInNewContext(
    "const view = Uint8Array.from(bytes); ({ buffer: view.buffer, view })",
    { bytes: [...bytes] },
  );
  const bodies: { what: string; value: unknown }[] = [
    { what: "a string", value: body },
    { what: "a Buffer", value: bytes },
    { what: "an ArrayBuffer", value: new Uint8Array(bytes).buffer },
    { what: "a DataView", value: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) },
    { what: "a Uint8Array of another realm", value: realm.view },
    { what: "an ArrayBuffer of another realm", value: realm.buffer },
  ];
  test.each(bodies)("verifyDelivery verifies $what", async ({ value }) => {
    expect(await verify({ headers: record, body: value })).toBe("task.image.generate.completed");
  });

  const mistakes: { what: string; value: unknown; message: RegExp }[] = [
    {
      what: "a parsed object",
      value: JSON.parse(body),
      message: /not a parsed object\. Pass the body before it is parsed/,
    },
    { what: "an array", value: [1], message: /not an array/ },
    { what: "a promise", value: Promise.resolve(body), message: /not a promise \(await it first\)/ },
    { what: "a Blob", value: new Blob([body]), message: /not a Blob.*arrayBuffer/ },
    { what: "null", value: null, message: /not null/ },
    { what: "undefined", value: undefined, message: /not undefined/ },
    { what: "a number", value: 7, message: /not a number/ },
  ];
  test.each(mistakes)("verifyDelivery throws a TypeError on $what as the body", async ({ value, message }) => {
    await expect(verify({ headers: record, body: value })).rejects.toThrow(TypeError);
    await expect(verify({ headers: record, body: value })).rejects.toThrow(message);
  });

  test("verifyDelivery rejects a declared body without bytes as consumed", async () => {
    const headers = { ...record, "content-length": `${bytes.length}` };
    await expect(verify({ headers, body: "" })).rejects.toMatchObject({ code: "body_already_consumed" });
  });
});

test("core loads and verifies by Web Crypto where process.getBuiltinModule throws, as on Next.js' edge runtime", async () => {
  vi.resetModules();
  const spy = vi.spyOn(process, "getBuiltinModule").mockImplementation(() => {
    throw new Error("A Node.js API is used (process.getBuiltinModule) which is not supported in the Edge Runtime.");
  });
  const core = await import("../src/index.ts");
  spy.mockRestore();
  vi.resetModules(); // Other tests have node:crypto.
  const { event } = await core.verifyDelivery({ headers: record, body }, secret, options);
  expect(event.event).toBe("task.image.generate.completed");
});

test("a token of a URL is compared by Web Crypto where there is no node:crypto", async () => {
  vi.resetModules();
  const spy = vi.spyOn(process, "getBuiltinModule").mockImplementation(() => undefined as never);
  const core = await import("../src/index.ts");
  spy.mockRestore();
  vi.resetModules(); // Other tests have node:crypto.
  const tokens = ["first-token-0123456789", "second-token-0123456789"];
  const verifyToken = (given: string) =>
    core.verifyDelivery({ headers: {}, body, url: `https://example.com/?token=${given}` }, secret, {
      ...options,
      token: tokens,
    });
  for (const [secretIndex, token] of tokens.entries()) {
    expect(await verifyToken(token)).toMatchObject({ delivery: { scheme: "url-token", secretIndex } });
  }
  await expect(verifyToken("third-token-0123456789")).rejects.toMatchObject({ code: "invalid_token" });
});

test.each([
  { what: "without process, as in browsers", value: undefined, found: undefined },
  { what: "without process.env", value: {}, found: undefined },
  { what: "with the variable in process.env", value: { env: { MYNTH_WEBHOOK_SECRET: "wbs_x" } }, found: "wbs_x" },
])("readSecretVariable does not fail $what", ({ value, found }) => {
  vi.stubGlobal("process", value);
  const read = readSecretVariable();
  vi.unstubAllGlobals();
  expect(read).toBe(found);
});
