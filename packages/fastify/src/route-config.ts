import type { FastifyContextConfig } from "fastify";

/** The configs whose keys have been checked: a request has the config of its route. */
const checked = new WeakSet<object>();

/**
 * Whether the config of a route has it guarded; `undefined` if it does not say. A misspelled key must not leave a route open.
 *
 * @throws {TypeError} on a key that differs from `mynthWebhook` in its spelling only
 */
export function readConfig(config: FastifyContextConfig | undefined): boolean | undefined {
  if (config === undefined) return undefined;
  if (!checked.has(config)) {
    for (const key of Object.keys(config)) assertSpelling(key);
    const { mynthWebhook } = config;
    if (mynthWebhook !== undefined && typeof mynthWebhook !== "boolean") {
      throw new TypeError("The route option config.mynthWebhook must be true or false.");
    }
    checked.add(config);
  }
  return config.mynthWebhook;
}

function assertSpelling(key: string): void {
  if (key === "mynthWebhook" || !/^my?n?th?.?we?b?h?oo?ks?$/i.test(key)) return;
  throw new TypeError(`There is no route option config.${key}. Did you mean config.mynthWebhook?`);
}
