import type { ClaimResult, IdempotencyStore, StoreCallOptions } from "@mynth-webhooks/core";
import { createSend, describeType, type RedisClient, type SendCommand } from "./clients.ts";
import { parseReply } from "./parse-reply.ts";
import { claimScript, completeScript, releaseScript } from "./scripts.ts";

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
 * @param client a client or cluster of `redis`, `ioredis`, `iovalkey` or `@valkey/valkey-glide`, or a function that sends
 * a command. A client of `redis` without an `error` listener gets one, because a lost connection would end the process.
 * @throws {TypeError} if the client or the prefix is invalid
 *
 * @example
 * redisStore(client);
 * redisStore((command) => client.sendCommand(command)); // any other client
 */
export function redisStore(
  client: RedisClient | SendCommand,
  { prefix = "mynth-webhooks:" }: RedisStoreOptions = {},
): IdempotencyStore {
  const send = createSend(client);
  if (typeof prefix !== "string") {
    throw new TypeError(`redisStore: prefix is ${describeType(prefix)}. Pass a string.`);
  }

  async function run(
    options: StoreCallOptions | undefined,
    script: string,
    key: string,
    ...args: string[]
  ): Promise<unknown> {
    const name = `${prefix}${key}`;
    return send(["EVAL", script, "1", name, ...args], name, () => options?.signal);
  }

  return {
    async claim(key, owner, lease, options) {
      return parseReply(await run(options, claimScript, key, owner, String(lease)), claimReplies);
    },
    async complete(key, owner, retention, options) {
      return parseReply(await run(options, completeScript, key, owner, String(retention)), booleanReplies) === "yes";
    },
    async release(key, owner, options) {
      return parseReply(await run(options, releaseScript, key, owner), booleanReplies) === "yes";
    },
  };
}
