import { readFile } from "node:fs/promises";
import type {
  IdempotencyOptions,
  MemoryStoreOptions,
  ReceiverOptions,
  TokenOptions,
  VerifyOptions,
} from "@mynth-webhooks/core";
import type { MynthWebhookOptions as ExpressOptions } from "@mynth-webhooks/express";
import type { MynthWebhookOptions as FastifyOptions } from "@mynth-webhooks/fastify";
import type { MynthWebhookOptions as HonoOptions } from "@mynth-webhooks/hono";
import type { PostgresStoreOptions } from "@mynth-webhooks/postgres";
import type { RedisStoreOptions } from "@mynth-webhooks/redis";
import type { SignOptions } from "@mynth-webhooks/testing";
import type { MynthWebhookOptions as WebOptions } from "@mynth-webhooks/web";
import { afterEach, expect, test, vi } from "vitest";
import { createVerifySettings } from "../../../packages/core/src/options.ts";

/** The default of every option, as the tables write it. The compiler rejects a missing or an unknown option here. */
type Defaults<Options> = Readonly<Record<keyof Options, string>>;
/** The options that an adapter adds to those of core. */
type OwnDefaults<Options extends ReceiverOptions<never>> = Defaults<Omit<Options, keyof ReceiverOptions>>;

const verify: Defaults<VerifyOptions> = {
  token: "",
  tolerance: "`300`",
  bodyLimit: "1 MiB; in Fastify the route's `bodyLimit`",
  clock: "`Date.now`",
  strict: "`false`",
};
const receiver: Defaults<ReceiverOptions> = {
  ...verify,
  onError: "`console.error` for 5xx; in Fastify its log",
  onIssues: "",
  unknownEvents: '`"acknowledge"`',
  onUnknownEvent: "",
  onDelivery: "",
  onOldSecret: "",
  idempotency: "",
  onDuplicate: "",
  onStoreError: "`console.error`",
};
const express: OwnDefaults<ExpressOptions<never>> = { errors: '`"respond"`' };
const fastify: OwnDefaults<FastifyOptions> = { secret: "`MYNTH_WEBHOOK_SECRET`", global: "`true`", errors: '`"next"`' };
const hono: OwnDefaults<HonoOptions> = { errors: '`"respond"`' };
const web: OwnDefaults<WebOptions> = { secret: "`MYNTH_WEBHOOK_SECRET`" };
const memory: Defaults<MemoryStoreOptions> = { maxKeys: "`100000`", clock: "`Date.now`" };
const redis: Defaults<RedisStoreOptions> = { prefix: '`"mynth-webhooks:"`' };
const postgres: Defaults<PostgresStoreOptions> = {
  table: '`"mynth_webhook_claims"`',
  purgeInterval: "`3600`",
};
const sign: Defaults<SignOptions> = {
  secret: "required",
  scheme: '`"standard-webhooks"` for `whsec_...`, else `"mynth"`',
  timestamp: "now",
  id: "the payload's `id`",
};
const idempotency: Defaults<IdempotencyOptions<unknown>> = {
  store: "required",
  namespace: "",
  key: "`delivery.key`",
  lease: "`60`",
  maxLease: "`300`",
  retention: "`604800`",
  timeout: "`5`",
  onStoreFailure: '`"refuse"`',
};
const token: Defaults<TokenOptions<unknown>> = { accept: "", mintedWith: "", state: "", parameter: '`"token"`' };

afterEach(() => vi.useRealTimers());

const optionsPage = "docs/guide/options.md";
const tables = [
  { page: optionsPage, heading: "## All adapters", defaults: receiver },
  { page: optionsPage, heading: "## Idempotency", defaults: idempotency },
  { page: optionsPage, heading: "### memoryStore()", defaults: memory },
  { page: optionsPage, heading: "## URL tokens", defaults: token },
  { page: "packages/core/README.md", heading: "## Options", defaults: {} },
  { page: "packages/express/README.md", heading: "## Options", defaults: express },
  { page: "packages/fastify/README.md", heading: "## Options", defaults: fastify },
  { page: "packages/hono/README.md", heading: "## Options", defaults: hono },
  { page: "packages/web/README.md", heading: "## Options", defaults: web },
  { page: "packages/redis/README.md", heading: "## Options", defaults: redis },
  { page: "packages/postgres/README.md", heading: "## Options", defaults: postgres },
  { page: "packages/testing/README.md", heading: "## Options", defaults: sign },
];

const read = (page: string) => readFile(new URL(`../../../${page}`, import.meta.url), "utf8");

/** Returns the options of the table under a heading with their defaults, or `{}` if there is no table. */
function parseOptions(text: string, heading: string): Record<string, string> {
  const lines = text.split("\n");
  const start = lines.indexOf(heading);
  if (start < 0) throw new Error(`There is no heading "${heading}".`);
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^#+ /.test(line));
  const section = end < 0 ? rest : rest.slice(0, end);
  const rows = section.filter((line) => line.startsWith("|")).slice(2);
  return Object.fromEntries(
    rows.map((row) => {
      const [, name = "", , byDefault = ""] = row.split(/(?<!\\)\|/).map((cell) => cell.trim());
      return [name.replaceAll("`", ""), byDefault];
    }),
  );
}

test.each(tables)("the options table of $page under '$heading' matches the types and their defaults", async (table) => {
  const { page, heading, defaults } = table;
  expect(parseOptions(await read(page), heading)).toEqual(defaults);
});

test.each(["core", "express", "fastify", "hono", "web"])("the README of %s links to the options page", async (name) => {
  expect(await read(`packages/${name}/README.md`)).toContain(`/blob/main/${optionsPage})`);
});

test("the options table has the defaults of verification", () => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
  const { clock, ...settings } = createVerifySettings({});
  expect(clock()).toBe(1_700_000_000_000);
  expect(settings).toEqual({ tolerance: { past: 300, future: 300 }, bodyLimit: undefined, strict: false });
});

test.each(["core", "express", "fastify", "hono", "redis", "postgres", "testing", "cli"])(
  "the README of %s has the same first headings as the others",
  async (name) => {
    const text = (await read(`packages/${name}/README.md`)).replaceAll(/^```.*?^```$/gms, "");
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings.slice(0, 6)).toEqual(["Install", "Use", "Options", "Errors", "Testing", "Recipes"]);
  },
);
