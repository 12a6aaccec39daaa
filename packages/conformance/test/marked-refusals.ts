import { customWebhook, type MynthWebhookErrorCode, memoryStore } from "@mynth-webhooks/core";
import { asStandardWebhooks, completedPayload, signDelivery } from "@mynth-webhooks/testing";
import { marks } from "./marks.ts";
import type { RawRequest } from "./raw-request.ts";
import type { WatchedSetup } from "./watched-apps.ts";

/** A request that is refused, and the receiver that refuses it. Everything secret about both holds a mark. */
export interface MarkedRefusal {
  readonly what: string;
  readonly setup?: Partial<WatchedSetup>;
  readonly request: () => RawRequest | Promise<RawRequest>;
}

export const secret = `wbs_${marks.secret}`;
const whsec = `whsec_${Buffer.from(marks.secret.padEnd(24, "x")).toString("base64")}`;
const token = `${marks.token}-of-one's-own`;
const mintedWith = `${marks.secret}-that-mints`;

const payload = { ...completedPayload, request: { prompt: marks.body }, [marks.body]: [{ [marks.body]: marks.body }] };
const standard = asStandardWebhooks(payload);

type Change = Partial<RawRequest> & { by?: string; timestamp?: number; id?: string };

function signed(body: string | object, { by = secret, timestamp, id, ...change }: Change = {}): RawRequest {
  const chosen = { ...(timestamp === undefined ? {} : { timestamp }), ...(id === undefined ? {} : { id }) };
  const made = signDelivery(body, { secret: by, ...chosen });
  return { ...made, ...change, headers: { ...made.headers, ...change.headers } };
}

function unsigned(suffix: string, headers: Record<string, string> = {}): RawRequest {
  return { suffix, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(payload) };
}

async function minted(options: Partial<Parameters<typeof customWebhook>[1]>): Promise<RawRequest> {
  const state = { order: marks.token };
  const { url } = await customWebhook("https://example.com/", { secret: mintedWith, state, ...options });
  return unsigned(new URL(url).search);
}

const withTokens = { options: { token: { accept: token, mintedWith } } };
const longAgo = 1_700_000_000;

/** For every code there is, what a request can do to be refused with it. A code without an entry does not compile. */
export const markedRefusals: Readonly<Record<MynthWebhookErrorCode, readonly MarkedRefusal[]>> = {
  missing_signature: [
    { what: "with a token where none is accepted", request: () => unsigned(`?token=${token}`) },
    { what: "with a token under another name", setup: withTokens, request: () => unsigned(`?key=${token}`) },
    { what: "with a bearer token", request: () => unsigned("", { authorization: `Bearer ${marks.token}` }) },
  ],
  malformed_signature: [
    { what: "of another grammar", request: () => unsigned("", { "x-mynth-signature": marks.signature }) },
    {
      what: "of another grammar, with a token beside it",
      setup: withTokens,
      request: () => unsigned(`?token=${token}`, { "webhook-signature": `v1,${marks.signature}` }),
    },
  ],
  signature_mismatch: [
    { what: "by another secret", request: () => signed(payload, { by: `wbs_another-${marks.secret}` }) },
    {
      what: "of Standard Webhooks",
      setup: { secret: [whsec] },
      request: () => signed(standard, { by: `${whsec}BBBB` }),
    },
    { what: "of the other generation", setup: { secret: [whsec] }, request: () => signed(payload) },
    { what: "over another body", request: () => ({ ...signed(payload), body: JSON.stringify({ [marks.body]: 1 }) }) },
  ],
  timestamp_out_of_tolerance: [{ what: "long ago", request: () => signed(payload, { timestamp: longAgo }) }],
  invalid_token: [
    { what: "in the query", setup: withTokens, request: () => unsigned(`?token=${token}x`) },
    { what: "as a parameter", setup: withTokens, request: () => unsigned(`/${token}x`) },
    { what: "that another secret minted", setup: withTokens, request: () => minted({ secret: `${mintedWith}-else` }) },
    {
      what: "that has ended",
      setup: withTokens,
      request: () => minted({ clock: () => longAgo * 1000, expiresIn: 60 }),
    },
    {
      what: "whose state does not fit",
      setup: { options: { token: { mintedWith, state: { safeParse: () => ({ success: false }) } } } },
      request: () => minted({}),
    },
  ],
  body_too_large: [
    { what: "by its length", setup: { options: { bodyLimit: 64 } }, request: () => signed(payload) },
    {
      what: "in chunks",
      setup: { options: { bodyLimit: 64 } },
      request: () => signed(payload, { framing: "chunked" }),
    },
  ],
  body_unreadable: [
    { what: "for it was cut off", request: () => signed(payload, { framing: "cut off" }) },
    // Node's own error about it holds the bytes it could not read.
    { what: "for its chunks are none", request: () => signed(payload, { framing: "badly chunked" }) },
  ],
  unsupported_encoding: [
    { what: "by its header", request: () => signed(payload, { headers: { "content-encoding": "gzip" } }) },
  ],
  invalid_payload: [
    { what: "that is not JSON", request: () => signed(`{"event": ${marks.body}}`) },
    { what: "that ends too early", request: () => signed(`{"${marks.body}": "${marks.body}`) },
    { what: "that is no object", request: () => signed(`["${marks.body}"]`) },
    { what: "without a name", request: () => signed({ [marks.body]: marks.body }) },
    { what: "with an odd task", request: () => signed({ ...payload, task: marks.body }) },
    {
      what: "with an odd task's id",
      request: () => signed({ ...payload, task: { id: { [marks.body]: marks.body } } }),
    },
    { what: "with an odd result", request: () => signed({ ...payload, result: { images: marks.body } }) },
    {
      what: "with another event in the header",
      request: () => signed(payload, { headers: { "x-mynth-event": marks.body } }),
    },
    {
      what: "with another id in the header",
      setup: { secret: [whsec] },
      request: () => signed({ ...standard, id: marks.body }, { by: whsec, id: "evt_another" }),
    },
    {
      what: "with odd details, where they count",
      setup: { options: { strict: true } },
      request: () =>
        signed({
          ...payload,
          request: marks.body,
          task: { ...payload.task, cost: marks.body, status: marks.body, api_key: marks.body },
          result: { images: [{ status: marks.body, url: marks.body, [marks.body]: 1 }, marks.body] },
        }),
    },
  ],
  unknown_event: [
    {
      what: "by a name of its own",
      setup: { options: { unknownEvents: "refuse" } },
      request: () => signed({ ...payload, event: `task.${marks.body}` }),
    },
  ],
  in_progress: [
    {
      what: "while it is being handled",
      setup: { options: { idempotency: { store: { ...memoryStore(), claim: async () => "in_progress" } } } },
      request: () => signed(payload),
    },
  ],
  store_unavailable: [
    {
      what: "while the store is down",
      setup: {
        options: { idempotency: { store: { ...memoryStore(), claim: () => Promise.reject(new Error("down")) } } },
      },
      request: () => signed(payload),
    },
  ],
  body_already_consumed: [{ what: "by a parser", setup: { bodyEaten: true }, request: () => signed(payload) }],
  missing_secret: [{ what: "for this request", setup: { secret: () => undefined }, request: () => signed(payload) }],
  invalid_secret: [
    { what: "that is an API key", setup: { secret: () => `mak_${marks.secret}` }, request: () => signed(payload) },
    { what: "with white space round it", setup: { secret: () => `${secret} ` }, request: () => signed(payload) },
    { what: "without base64", setup: { secret: () => `whsec_${marks.secret}!` }, request: () => signed(payload) },
    {
      what: "that is a token too short to be one",
      setup: { options: { token: () => "TokenMark" } },
      request: () => unsigned(`?token=${token}`),
    },
  ],
  secret_unavailable: [
    {
      what: "for the store is down",
      setup: { secret: () => Promise.reject(new Error("down")) },
      request: () => signed(payload),
    },
    {
      what: "for the store of tokens is down",
      setup: { options: { token: () => Promise.reject(new Error("down")) } },
      request: () => unsigned(`?token=${token}`),
    },
  ],
};
