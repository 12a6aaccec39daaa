import { redisStore } from "@mynth-webhooks/redis";
import type { OpenStore } from "./opened.ts";
import type { RedisClient } from "./settings.ts";

const open: Record<RedisClient, (url: string) => Promise<OpenStore>> = {
  redis: async (url) => {
    const { createClient } = await import("redis");
    const client = await createClient({ url }).connect();
    return { store: redisStore(client), close: () => client.close() };
  },
  ioredis: async (url) => {
    const { Redis } = await import("ioredis");
    const client = new Redis(url);
    return { store: redisStore(client), close: () => client.quit() };
  },
  iovalkey: async (url) => {
    const { Redis } = await import("iovalkey");
    const client = new Redis(url);
    return { store: redisStore(client), close: () => client.quit() };
  },
  "@valkey/valkey-glide": async (url) => {
    const { GlideClient } = await import("@valkey/valkey-glide");
    const { hostname, port } = new URL(url);
    const client = await GlideClient.createClient({ addresses: [{ host: hostname, port: Number(port) }] });
    return { store: redisStore(client), close: async () => client.close() };
  },
};

/** Opens a store in Redis. It loads only the client that it uses, because processes start often. */
export async function openRedisStore(client: RedisClient, url: string): Promise<OpenStore> {
  return open[client](url);
}
