export { type RedisStoreOptions, redisStore, type SendCommand } from "./redis-store.ts";
