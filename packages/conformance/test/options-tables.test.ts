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
import type { PostgresStoreOptions } from "@mynth-webhooks/postgres";
import type { RedisStoreOptions } from "@mynth-webhooks/redis";
import type { SignOptions } from "@mynth-webhooks/testing";
import { describe, expect, test } from "vitest";
import { verifySettings } from "../../core/src/options.ts";

/** The default of every option, as the tables write it. The compiler sees that none is missing here, and none too many. */
type Defaults<Options> = Readonly<Record<keyof Options, string>>;

const verify: Defaults<VerifyOptions> = {
  token: "",
  tolerance: "`300`",
  bodyLimit: "1 MiB",
  clock: "`Date.now`",
  strict: "`false`",
};
const receiver: Defaults<ReceiverOptions> = {
  ...verify,
  onError: "`console.error` for 5xx",
  onIssues: "",
  unknownEvents: '`"acknowledge"`',
  onUnknownEvent: "",
  onDelivery: "",
  onOldSecret: "",
  idempotency: "",
  onDuplicate: "",
  onStoreError: "`console.error`",
};
const express: Defaults<ExpressOptions<unknown>> = { ...receiver, errors: '`"respond"`' };
const fastify: Defaults<FastifyOptions> = {
  ...receiver,
  onError: "Fastify's own log",
  bodyLimit: "the route's `bodyLimit`",
  secret: "`MYNTH_WEBHOOK_SECRET`",
  global: "`true`",
};
const memory: Defaults<MemoryStoreOptions> = { maxKeys: "`100000`", clock: "`Date.now`" };
const redis: Defaults<RedisStoreOptions> = { prefix: '`"mynth-webhooks:"`' };
const postgres: Defaults<PostgresStoreOptions> = { table: '`"mynth_webhook_claims"`' };
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
  retention: "`604800`",
  timeout: "`5`",
  onStoreFailure: '`"refuse"`',
};
const token: Defaults<TokenOptions<unknown>> = { accept: "", mintedWith: "", state: "", parameter: '`"token"`' };

const tables = [
  { page: "packages/core/README.md", heading: "## Options", defaults: receiver },
  { page: "packages/core/README.md", heading: "### Stores", defaults: memory },
  { page: "packages/express/README.md", heading: "## Options", defaults: express },
  { page: "packages/fastify/README.md", heading: "## Options", defaults: fastify },
  { page: "packages/hono/README.md", heading: "## Options", defaults: receiver },
  { page: "packages/redis/README.md", heading: "## Options", defaults: redis },
  { page: "packages/postgres/README.md", heading: "## Options", defaults: postgres },
  { page: "packages/testing/README.md", heading: "## Options", defaults: sign },
  { page: "docs/guide/handled-once.md", heading: "## Options", defaults: idempotency },
  { page: "docs/guide/custom-webhooks.md", heading: "## Options", defaults: token },
];

const read = (page: string) => readFile(new URL(`../../../${page}`, import.meta.url), "utf8");

/** The options of the first table under a heading, with their defaults. */
function optionsIn(text: string, heading: string): Record<string, string> {
  const lines = text.split("\n");
  const below = lines.slice(lines.indexOf(heading) + 1);
  const first = below.findIndex((line) => line.startsWith("| option"));
  const rows = below.slice(first + 2);
  const table = rows.slice(
    0,
    rows.findIndex((line) => !line.startsWith("|")),
  );
  return Object.fromEntries(
    table.map((row) => {
      const [, name = "", , byDefault = ""] = row.split(/(?<!\\)\|/).map((cell) => cell.trim());
      return [name.replaceAll("`", ""), byDefault];
    }),
  );
}

test.each(tables)("$page has under '$heading' exactly the options there are, with their defaults", async (table) => {
  const { page, heading, defaults } = table;
  expect(optionsIn(`${await read(page)}\n`, heading)).toEqual(defaults);
});

test("the defaults of verification are what the tables say", () => {
  expect(verifySettings({})).toEqual({
    tolerance: { past: 300, future: 300 },
    bodyLimit: undefined,
    clock: Date.now,
    strict: false,
  });
});

describe.each(["core", "express", "fastify", "hono", "redis", "postgres", "testing", "cli"])(
  "the README of %s",
  (name) => {
    test("has the outline they all have", async () => {
      const text = (await read(`packages/${name}/README.md`)).replaceAll(/^```.*?^```$/gms, "");
      const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
      expect(headings.slice(0, 6)).toEqual(["Install", "Use", "Options", "Errors", "Testing your handler", "Recipes"]);
    });
  },
);
