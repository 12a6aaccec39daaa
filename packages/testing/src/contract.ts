import {
  type Delivery,
  errorCatalogue,
  type MynthEvent,
  type MynthWebhookErrorCode,
  type ReceiverOptions,
  type SecretSource,
} from "@mynth-webhooks/core";
import { afterEach, describe, expect, test } from "vitest";
import { completedPayload } from "./example-payload.ts";
import { signDelivery } from "./sign-delivery.ts";

/** One request of the suite. */
export interface ContractRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** To be sent as it is, without a content type of the client's own. */
  readonly body?: Uint8Array;
}

export interface ContractResponse {
  readonly status: number;
  readonly body: string;
}

/** What the application's handler noted. */
export interface SeenDelivery {
  readonly event: MynthEvent;
  readonly delivery: Delivery;
  /** The body as the framework's own means give it behind the adapter (`req.body`, `await c.req.json()`). */
  readonly json: unknown;
}

/**
 * A running application: `POST` and `PUT /webhooks/mynth` stand behind the adapter, note what they get in `seen` and
 * answer 200; `GET /webhooks/mynth` stands behind it too and answers 200 with `open`.
 */
export interface ContractApp {
  readonly seen: SeenDelivery[];
  /** Sends to `/webhooks/mynth`. */
  send(request: ContractRequest): Promise<ContractResponse>;
  stop(): Promise<void>;
}

/** How the application is to be set up. `Context` is the framework's own request. */
export interface ContractSetup {
  readonly secret: SecretSource<unknown>;
  readonly options: ReceiverOptions<unknown>;
}

const secret = "wbs_contract_secret";
const now = 1_783_844_330;

/** White space, an escape, a non-ASCII letter and `1.0`: whoever parses and serialises again, fails. */
const oddBody =
  '{ "event" : "task.image.generate.completed",\r\n  "task": {"id":"tsk_odd"}, "request": {"prompt":"Caf\\u00e9 \u00e9t\u00e9","scale":1.0},\n\t"result": {"model":"m","images":[ ]} }\n';

const refusals: readonly { what: string; code: MynthWebhookErrorCode; request: () => ContractRequest }[] = [
  {
    what: "without a signature",
    code: "missing_signature",
    request: () => altered({ "x-mynth-signature": undefined }),
  },
  { what: "with an empty signature", code: "missing_signature", request: () => altered({ "x-mynth-signature": "" }) },
  {
    what: "with a malformed signature",
    code: "malformed_signature",
    request: () => altered({ "x-mynth-signature": "v1=abc" }),
  },
  { what: "with a second timestamp", code: "malformed_signature", request: () => altered((h) => `t=${now},${h}`) },
  { what: "tampered with", code: "signature_mismatch", request: () => tampered() },
  {
    what: "signed with another secret",
    code: "signature_mismatch",
    request: () => signed(completedPayload, { secret: "wbs_other" }),
  },
  {
    what: "301 seconds old",
    code: "timestamp_out_of_tolerance",
    request: () => signed(completedPayload, { timestamp: now - 301 }),
  },
  {
    what: "301 seconds ahead",
    code: "timestamp_out_of_tolerance",
    request: () => signed(completedPayload, { timestamp: now + 301 }),
  },
  {
    what: "with another timestamp than was signed",
    code: "signature_mismatch",
    request: () => altered((h) => h.replace(`${now}`, `${now + 1}`)),
  },
  { what: "compressed", code: "unsupported_encoding", request: () => altered({ "content-encoding": "gzip" }) },
  {
    what: "larger than the limit",
    code: "body_too_large",
    request: () => signed({ ...completedPayload, padding: "x".repeat(4096) }),
  },
  { what: "that is not JSON", code: "invalid_payload", request: () => signed("not json") },
  { what: "that is an array", code: "invalid_payload", request: () => signed("[]") },
  { what: "that is null", code: "invalid_payload", request: () => signed("null") },
  { what: "that is empty", code: "invalid_payload", request: () => signed("") },
  { what: "without an event's name", code: "invalid_payload", request: () => signed({ task: { id: "tsk_1" } }) },
  {
    what: "of a completed task without a result",
    code: "invalid_payload",
    request: () => signed({ event: completedPayload.event, task: { id: "tsk_1" } }),
  },
  { what: "without a task's id", code: "invalid_payload", request: () => signed({ ...completedPayload, task: {} }) },
  {
    what: "whose event header disagrees with its body",
    code: "invalid_payload",
    request: () => altered({ "x-mynth-event": "task.image.generate.failed" }),
  },
];

const contentTypes = [
  undefined,
  "application/octet-stream",
  "text/plain",
  "application/vnd.mynth+json",
  "application/json; charset=latin1",
  "odd;;",
];

/**
 * The behaviour every adapter has to show, over whatever transport the harness sends.
 *
 * @example
 * describeAdapter("my framework", (setup) => startMyApplication(setup));
 */
export function describeAdapter(name: string, start: (setup: ContractSetup) => Promise<ContractApp>): void {
  describe(name, () => {
    const running: ContractApp[] = [];
    afterEach(async () => {
      await Promise.all(running.splice(0).map((app) => app.stop()));
    });
    const startApp = async (options: ReceiverOptions<unknown> = {}, from: SecretSource<unknown> = secret) => {
      const app = await start({ secret: from, options: { clock: () => now * 1000, bodyLimit: 2048, ...options } });
      running.push(app);
      return app;
    };

    test("delivers the guide's example as a typed event with what is known of its delivery", async () => {
      const app = await startApp();
      const { status } = await app.send(signed(completedPayload, {}, { "x-mynth-event": completedPayload.event }));
      expect(status).toBe(200);
      expect(app.seen).toEqual([
        {
          event: completedPayload,
          json: completedPayload,
          delivery: expect.objectContaining({
            key: "task.image.generate.completed:tsk_01KE7XWWEQ4MCGWKBQKJ1G47RP",
            scheme: "mynth",
            timestamp: now,
            secretIndex: 0,
            payload: completedPayload,
            eventName: completedPayload.event,
            issues: [],
          }),
        },
      ]);
    });

    test("verifies the bytes as they came, not JSON made anew", async () => {
      const app = await startApp();
      expect((await app.send(signed(oddBody))).status).toBe(200);
      expect(new TextDecoder().decode(app.seen[0]?.delivery.rawBody)).toBe(oddBody);
      expect(app.seen[0]?.json).toEqual(JSON.parse(oddBody));
    });

    test("delivers a failed task, with or without errors", async () => {
      const app = await startApp();
      const failed = { event: "task.image.generate.failed", task: { id: "tsk_1" }, request: { prompt: "p" } };
      expect((await app.send(signed(failed))).status).toBe(200);
      expect((await app.send(signed({ ...failed, errors: [{ code: "NO_CREDIT" }] }))).status).toBe(200);
      expect(app.seen.map(({ event }) => event.event)).toEqual([failed.event, failed.event]);
    });

    test.each(refusals)(
      "refuses a delivery $what, tells why without a secret, and serves the next",
      async ({ code, request }) => {
        const told: unknown[] = [];
        const app = await startApp({ onError: (error) => told.push(error) });
        const response = await app.send(request());
        expect(response.status).toBe(errorCatalogue[code].status);
        expect(refusalIn(response.body)).toEqual({ code, message: errorCatalogue[code].message });
        expect(app.seen).toEqual([]);
        expect(told).toEqual([expect.objectContaining({ name: "MynthWebhookError", code, hint: expect.any(String) })]);
        expect(response.body + JSON.stringify(told)).not.toMatch(/wbs_contract|tea brand|[0-9a-f]{64}/);
        expect((await app.send(signed(completedPayload))).status).toBe(200);
        expect(app.seen).toHaveLength(1);
      },
    );

    test.each(contentTypes)(
      "delivers whatever the content type says (%s), and refuses the unsigned all the same",
      async (type) => {
        const app = await startApp();
        expect((await app.send(altered({ "content-type": type }))).status).toBe(200);
        expect(app.seen).toHaveLength(1);
        const unsigned = await app.send(altered({ "content-type": type, "x-mynth-signature": undefined }));
        expect([unsigned.status, refusalIn(unsigned.body).code]).toEqual([401, "missing_signature"]);
        const garbled = await app.send({ ...altered({ "content-type": type }), body: bytes("{") });
        expect([garbled.status, refusalIn(garbled.body).code]).toEqual([401, "signature_mismatch"]);
      },
    );

    test("accepts any of several signatures", async () => {
      const app = await startApp();
      const rotated = altered((h) => `${h.replace("v1=", `v1=${"0".repeat(64)},v1=`)},v0=whatever`);
      expect((await app.send(rotated)).status).toBe(200);
    });

    test("accepts any of several secrets and says which", async () => {
      const app = await startApp({}, ["wbs_new", secret]);
      expect((await app.send(signed(completedPayload))).status).toBe(200);
      expect(app.seen[0]?.delivery.secretIndex).toBe(1);
    });

    test("asks a function for the secret, with the framework's request in hand", async () => {
      const contexts: unknown[] = [];
      const app = await startApp({}, async (context) => {
        contexts.push(context);
        return secret;
      });
      expect((await app.send(signed(completedPayload))).status).toBe(200);
      expect(contexts).toEqual([expect.any(Object)]);
    });

    test.each([
      { what: "there is no secret", from: () => undefined, code: "missing_secret" },
      { what: "the secret is an API key", from: () => "mak_123", code: "invalid_secret" },
      {
        what: "the secret cannot be looked up",
        from: () => Promise.reject(new Error("down")),
        code: "secret_unavailable",
      },
    ] as const)(
      "answers with a fault of its own when $what, so that the sender tries again",
      async ({ from, code }) => {
        const app = await startApp({}, from);
        const response = await app.send(signed(completedPayload));
        expect([response.status, refusalIn(response.body).code]).toEqual([errorCatalogue[code].status, code]);
        expect(app.seen).toEqual([]);
      },
    );

    test("lets safe methods pass without an event, and verifies every other", async () => {
      const app = await startApp();
      const page = await app.send({ method: "GET", headers: {} });
      expect([page.status, page.body]).toEqual([200, "open"]);
      expect((await app.send({ ...altered({ "x-mynth-signature": undefined }), method: "PUT" })).status).toBe(401);
      expect(app.seen).toEqual([]);
      expect((await app.send({ ...signed(completedPayload), method: "PUT" })).status).toBe(200);
      expect(app.seen).toHaveLength(1);
    });

    test.each(["task.hologram.generate.completed", "credit.low", "constructor", "__proto__"])(
      "acknowledges an event of the unknown name %s without running the handler",
      async (event) => {
        const told: unknown[] = [];
        const app = await startApp({ onUnknownEvent: (unknown) => told.push(unknown) });
        expect((await app.send(signed({ event, anything: [1] }))).status).toBe(200);
        expect(app.seen).toEqual([]);
        expect(told).toEqual([{ event, anything: [1] }]);
      },
    );

    test("delivers an event with odd details and new fields unchanged, and reports the odd ones", async () => {
      const told: unknown[] = [];
      const odd = { ...completedPayload, task: { ...completedPayload.task, cost: 0.5, new_field: [{}] } };
      const app = await startApp({ onIssues: (issues) => told.push(...issues) });
      expect((await app.send(signed(odd))).status).toBe(200);
      expect(app.seen[0]?.event).toEqual(odd);
      expect(told).toEqual([{ path: "task.cost", message: expect.any(String) }]);
    });

    test("refuses odd details when told to be strict, and new fields never", async () => {
      const app = await startApp({ strict: true });
      expect((await app.send(signed({ ...completedPayload, task: { id: "tsk_1", cost: 0.5 } }))).status).toBe(400);
      expect((await app.send(signed({ ...completedPayload, new_field: 1 }))).status).toBe(200);
    });

    test("handles many at once without mixing them up", async () => {
      const app = await startApp();
      const ids = Array.from({ length: 20 }, (_, index) => `tsk_${index}`);
      const statuses = await Promise.all(
        ids.map(async (id, index) => {
          const request = signed({ ...completedPayload, task: { id } });
          return (await app.send(index % 2 ? request : { ...request, body: bytes("{}") })).status;
        }),
      );
      expect(statuses).toEqual(ids.map((_, index) => (index % 2 ? 200 : 401)));
      expect(app.seen.map(({ event }) => event.task.id).sort()).toEqual(ids.filter((_, index) => index % 2).sort());
    });
  });
}

/** A refusal as our own body has it, or as a framework's own error page says the same. */
function refusalIn(body: string): { code: unknown; message: unknown } {
  const { error, code, message } = JSON.parse(body);
  return typeof error === "object" ? error : { code, message };
}

function signed(
  payload: string | object,
  { secret: by = secret, timestamp = now }: { secret?: string; timestamp?: number } = {},
  extra: Record<string, string> = {},
): ContractRequest {
  const { headers, body } = signDelivery(payload, { secret: by, timestamp });
  return { method: "POST", headers: { ...headers, ...extra }, body: bytes(body) };
}

/** The guide's example, signed, with other headers; a function gets the signature header. */
function altered(change: Record<string, string | undefined> | ((signature: string) => string)): ContractRequest {
  const request = signed(completedPayload);
  const changed =
    typeof change === "function" ? { "x-mynth-signature": change(request.headers["x-mynth-signature"] ?? "") } : change;
  const entries = Object.entries({ ...request.headers, ...changed });
  return {
    ...request,
    headers: Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined)),
  };
}

function tampered(): ContractRequest {
  const request = signed(completedPayload);
  return { ...request, body: bytes(JSON.stringify(completedPayload).replace("0.01250000", "9.01250000")) };
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
