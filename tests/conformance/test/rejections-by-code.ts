import { customWebhook, type MynthWebhookErrorCode, memoryStore } from "@mynth-webhooks/core";
import { asStandardWebhooks, completedPayload, signDelivery } from "@mynth-webhooks/testing";
import { canaries } from "./canaries.ts";
import type { RawRequest } from "./raw-request.ts";
import type { WatchedSetup } from "./watched-apps.ts";

/** A rejected request and the setup of its receiver. Every secret in both contains a canary. */
export interface Rejection {
  readonly what: string;
  readonly setup?: Partial<WatchedSetup>;
  readonly request: () => RawRequest | Promise<RawRequest>;
}

export const secret = `wbs_${canaries.secret}`;
const whsec = `whsec_${Buffer.from(canaries.secret.padEnd(24, "x")).toString("base64")}`;
const token = `${canaries.token}-of-my-own`;
const mintedWith = `${canaries.secret}-that-mints`;

const payload = {
  ...completedPayload,
  request: { prompt: canaries.body },
  [canaries.body]: [{ [canaries.body]: canaries.body }],
};
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
  const state = { order: canaries.token };
  const { url } = await customWebhook("https://example.com/", { secret: mintedWith, state, ...options });
  return unsigned(new URL(url).search);
}

const withTokens = { options: { token: { accept: token, mintedWith } } };
const longAgo = 1_700_000_000;

/** The requests that are rejected with each code. A code without an entry does not compile. */
export const rejectionsByCode: Readonly<Record<MynthWebhookErrorCode, readonly Rejection[]>> = {
  missing_signature: [
    { what: "with a token if none is accepted", request: () => unsigned(`?token=${token}`) },
    { what: "with a token under another name", setup: withTokens, request: () => unsigned(`?key=${token}`) },
    { what: "with a bearer token", request: () => unsigned("", { authorization: `Bearer ${canaries.token}` }) },
  ],
  malformed_signature: [
    { what: "of another grammar", request: () => unsigned("", { "x-mynth-signature": canaries.signature }) },
    {
      what: "of another grammar, together with a token",
      setup: withTokens,
      request: () => unsigned(`?token=${token}`, { "webhook-signature": `v1,${canaries.signature}` }),
    },
  ],
  signature_mismatch: [
    { what: "by another secret", request: () => signed(payload, { by: `wbs_another-${canaries.secret}` }) },
    {
      what: "of Standard Webhooks",
      setup: { secret: [whsec] },
      request: () => signed(standard, { by: `${whsec}BBBB` }),
    },
    { what: "of the other generation", setup: { secret: [whsec] }, request: () => signed(payload) },
    {
      what: "over another body",
      request: () => ({ ...signed(payload), body: JSON.stringify({ [canaries.body]: 1 }) }),
    },
  ],
  timestamp_out_of_tolerance: [{ what: "long ago", request: () => signed(payload, { timestamp: longAgo }) }],
  invalid_token: [
    { what: "in the query", setup: withTokens, request: () => unsigned(`?token=${token}x`) },
    { what: "as a path parameter", setup: withTokens, request: () => unsigned(`/${token}x`) },
    { what: "minted with another secret", setup: withTokens, request: () => minted({ secret: `${mintedWith}-else` }) },
    {
      what: "that has expired",
      setup: withTokens,
      request: () => minted({ clock: () => longAgo * 1000, expiresIn: 60 }),
    },
    {
      what: "whose state is invalid",
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
    { what: "because it was cut off", request: () => signed(payload, { framing: "cut off" }) },
    // Node's own error contains the bytes that it could not parse.
    { what: "because its chunks are invalid", request: () => signed(payload, { framing: "badly chunked" }) },
  ],
  unsupported_encoding: [
    { what: "by its header", request: () => signed(payload, { headers: { "content-encoding": "gzip" } }) },
  ],
  invalid_payload: [
    { what: "that is not JSON", request: () => signed(`{"event": ${canaries.body}}`) },
    { what: "that is cut off", request: () => signed(`{"${canaries.body}": "${canaries.body}`) },
    { what: "that is not an object", request: () => signed(`["${canaries.body}"]`) },
    { what: "without a name", request: () => signed({ [canaries.body]: canaries.body }) },
    { what: "with an invalid task", request: () => signed({ ...payload, task: canaries.body }) },
    {
      what: "with an invalid task id",
      request: () => signed({ ...payload, task: { id: { [canaries.body]: canaries.body } } }),
    },
    { what: "with an invalid result", request: () => signed({ ...payload, result: { images: canaries.body } }) },
    {
      what: "with another event in the header",
      request: () => signed(payload, { headers: { "x-mynth-event": canaries.body } }),
    },
    {
      what: "with another id in the header",
      setup: { secret: [whsec] },
      request: () => signed({ ...standard, id: canaries.body }, { by: whsec, id: "evt_another" }),
    },
    {
      what: "with invalid details and the option strict",
      setup: { options: { strict: true } },
      request: () =>
        signed({
          ...payload,
          request: canaries.body,
          task: { ...payload.task, cost: canaries.body, status: canaries.body, api_key: canaries.body },
          result: { images: [{ status: canaries.body, url: canaries.body, [canaries.body]: 1 }, canaries.body] },
        }),
    },
  ],
  unknown_event: [
    {
      what: "with an unknown name",
      setup: { options: { unknownEvents: "refuse" } },
      request: () => signed({ ...payload, event: `task.${canaries.body}` }),
    },
  ],
  in_progress: [
    {
      what: "while the event is processed",
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
  body_already_consumed: [{ what: "by a parser", setup: { bodyConsumed: true }, request: () => signed(payload) }],
  missing_secret: [{ what: "for this request", setup: { secret: () => undefined }, request: () => signed(payload) }],
  invalid_secret: [
    { what: "that is an API key", setup: { secret: () => `mak_${canaries.secret}` }, request: () => signed(payload) },
    { what: "with white space around it", setup: { secret: () => `${secret} ` }, request: () => signed(payload) },
    { what: "without base64", setup: { secret: () => `whsec_${canaries.secret}!` }, request: () => signed(payload) },
    {
      what: "that is a token of too few characters",
      setup: { options: { token: () => "TokenCanary" } },
      request: () => unsigned(`?token=${token}`),
    },
  ],
  secret_unavailable: [
    {
      what: "because the lookup fails",
      setup: { secret: () => Promise.reject(new Error("down")) },
      request: () => signed(payload),
    },
    {
      what: "because the lookup of tokens fails",
      setup: { options: { token: () => Promise.reject(new Error("down")) } },
      request: () => unsigned(`?token=${token}`),
    },
  ],
};
