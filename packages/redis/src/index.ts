/**
 * An idempotency store in Redis or Valkey.
 *
 * @module @mynth-webhooks/redis
 */

export { type RedisStoreOptions, redisStore, type SendCommand } from "./redis-store.ts";
