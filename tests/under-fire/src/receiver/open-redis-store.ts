import { redisStore } from "@mynth-webhooks/redis";
import { GlideClient } from "@valkey/valkey-glide";
import { Redis as IoRedis } from "ioredis";
import { Redis as IoValkey } from "iovalkey";
import { createClient } from "redis";
import type { OpenStore } from "./opened.ts";
import type { RedisClient } from "./settings.ts";

const open: Record<RedisClient, (url: string) => Promise<OpenStore>> = {
  redis: async (url) => {
    const client = await createClient({ url }).connect();
    return { store: redisStore((command) => client.sendCommand(command)), close: () => client.close() };
  },
  ioredis: async (url) => {
    const client = new IoRedis(url);
    return { store: redisStore((command) => client.call(...command)), close: () => client.quit() };
  },
  iovalkey: async (url) => {
    const client = new IoValkey(url);
    return { store: redisStore((command) => client.call(...command)), close: () => client.quit() };
  },
  "@valkey/valkey-glide": async (url) => {
    const { hostname, port } = new URL(url);
    const client = await GlideClient.createClient({ addresses: [{ host: hostname, port: Number(port) }] });
    return { store: redisStore((command) => client.customCommand(command)), close: async () => client.close() };
  },
};

/** Opens a store in Redis. */
export async function openRedisStore(client: RedisClient, url: string): Promise<OpenStore> {
  return open[client](url);
}
