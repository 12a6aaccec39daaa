import type { ClaimResult, IdempotencyStore } from "@mynth-webhooks/core";
import { describeType, parseReply } from "./parse-reply.ts";
import { claimScript, completeScript, releaseScript } from "./scripts.ts";

/** Sends one command through your client and returns the reply. Some cluster clients need `key`, the command's only key. */
export type SendCommand = (command: [name: string, ...args: string[]], key: string) => PromiseLike<unknown>;

/** Options of `redisStore`. */
export interface RedisStoreOptions {
  /**
   * The prefix of every key.
   *
   * @default "mynth-webhooks:"
   */
  readonly prefix?: string | undefined;
}

const claimReplies = ["claimed", "in_progress", "done"] as const satisfies readonly ClaimResult[];
const booleanReplies = ["yes", "no"] as const;

/**
 * Creates an idempotency store in Redis or Valkey, for any number of processes.
 * Every call is one script on one key: it is atomic, takes one round trip and works on a cluster.
 *
 * @throws {TypeError} if the function or the prefix is invalid
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
    throw new TypeError(
      `redisStore: the first argument is ${describeType(send)}. Pass a function that sends a command: (command) => client.sendCommand(command).`,
    );
  }
  if (typeof prefix !== "string") {
    throw new TypeError(`redisStore: prefix is ${describeType(prefix)}. Pass a string.`);
  }

  async function run(script: string, key: string, ...args: string[]): Promise<unknown> {
    const name = `${prefix}${key}`;
    return send(["EVAL", script, "1", name, ...args], name);
  }

  return {
    async claim(key, owner, lease) {
      return parseReply(await run(claimScript, key, owner, String(lease)), claimReplies);
    },
    async complete(key, owner, retention) {
      return parseReply(await run(completeScript, key, owner, String(retention)), booleanReplies) === "yes";
    },
    async release(key, owner) {
      return parseReply(await run(releaseScript, key, owner), booleanReplies) === "yes";
    },
  };
}
