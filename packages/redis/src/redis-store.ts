import type { ClaimResult, IdempotencyStore } from "@mynth-webhooks/core";
import { readReply } from "./reply.ts";
import { claimScript, completeScript, releaseScript } from "./scripts.ts";

/**
 * Sends one command through a client of yours and returns the reply. `key` is the one key the command is about, for clients
 * of a cluster that want to be told.
 */
export type SendCommand = (command: [name: string, ...args: string[]], key: string) => PromiseLike<unknown>;

/** Where in Redis the store keeps its keys. */
export interface RedisStoreOptions {
  /** What the store's keys begin with. Default `"mynth-webhooks:"`. */
  readonly prefix?: string;
}

const claims = ["claimed", "in_progress", "done"] as const satisfies readonly ClaimResult[];
const answers = ["yes", "no"] as const;

/**
 * A store in Redis or Valkey, for any number of processes. Every call is one script on one key, so it is atomic, takes one
 * round trip and works on a cluster; all times are the server's. What has ended, Redis removes by itself.
 *
 * @throws {TypeError} on a client or a prefix that cannot be meant
 *
 * @example
 * redisStore((command) => client.sendCommand(command)); // redis
 * redisStore((command) => client.call(...command)); // ioredis, iovalkey
 */
export function redisStore(
  send: SendCommand,
  { prefix = "mynth-webhooks:" }: RedisStoreOptions = {},
): IdempotencyStore {
  if (typeof send !== "function") {
    throw new TypeError("redisStore takes a function that sends a command, for example (c) => client.sendCommand(c).");
  }
  if (typeof prefix !== "string") throw new TypeError("redisStore: prefix must be a string.");

  async function run(script: string, key: string, ...args: string[]): Promise<unknown> {
    const name = `${prefix}${key}`;
    return send(["EVAL", script, "1", name, ...args], name);
  }

  return {
    async claim(key, owner, lease) {
      return readReply(await run(claimScript, key, owner, String(lease)), claims);
    },
    async complete(key, owner, retention) {
      return readReply(await run(completeScript, key, owner, String(retention)), answers) === "yes";
    },
    async release(key, owner) {
      return readReply(await run(releaseScript, key, owner), answers) === "yes";
    },
  };
}
