import type { IdempotencyStore } from "@mynth-webhooks/core";
import { GlideClient, GlideClusterClient } from "@valkey/valkey-glide";
import { Redis as IoRedis, Cluster as IoRedisCluster } from "ioredis";
import { Redis as IoValkey, Cluster as IoValkeyCluster } from "iovalkey";
import { createClient, createCluster } from "redis";
import { redisStore } from "../src/index.ts";

/** A store with its own connection. */
interface Connected {
  readonly store: IdempotencyStore;
  readonly stop: () => unknown;
}

type Connect = (url: string) => Promise<Connected>;

export const clients: Record<string, Connect> = {
  redis: async (url) => {
    const client = await createClient({ url }).connect();
    return { store: redisStore(client), stop: () => client.close() };
  },
  ioredis: async (url) => {
    const client = new IoRedis(url);
    return { store: redisStore(client), stop: () => client.quit() };
  },
  iovalkey: async (url) => {
    const client = new IoValkey(url);
    return { store: redisStore(client), stop: () => client.quit() };
  },
  "@valkey/valkey-glide": async (url) => {
    const client = await GlideClient.createClient({ addresses: [parseAddress(url)] });
    return { store: redisStore(client), stop: () => client.close() };
  },
};

export const clusterClients: Record<string, Connect> = {
  redis: async (url) => {
    const cluster = await createCluster({ rootNodes: [{ url }] }).connect();
    return {
      store: redisStore(cluster),
      stop: () => cluster.close(),
    };
  },
  ioredis: async (url) => {
    const cluster = new IoRedisCluster([url]);
    return { store: redisStore(cluster), stop: () => cluster.quit() };
  },
  iovalkey: async (url) => {
    const cluster = new IoValkeyCluster([url]);
    return { store: redisStore(cluster), stop: () => cluster.quit() };
  },
  "@valkey/valkey-glide": async (url) => {
    const cluster = await GlideClusterClient.createClient({ addresses: [parseAddress(url)] });
    return { store: redisStore(cluster), stop: () => cluster.close() };
  },
};

function parseAddress(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}
