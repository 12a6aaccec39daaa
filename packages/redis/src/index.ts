/**
 * An idempotency store in Redis or Valkey.
 *
 * @module @mynth-webhooks/redis
 */

export type {
  GlideClient,
  IoRedisClient,
  NodeRedisClient,
  NodeRedisCluster,
  NodeRedisSentinel,
  RedisClient,
  SendCommand,
} from "./clients.ts";
export { type RedisStoreOptions, redisStore } from "./redis-store.ts";
