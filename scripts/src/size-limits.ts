/** The size limit of a package's bundle in KiB, minified and gzipped, without the framework. */
export type SizeLimit = {
  /** The exports that the bundle uses. */
  readonly exported: string;
  /** The limit of the code that is loaded with the package. */
  readonly atOnce: number;
  /** The limit of all code, including the code that is loaded on demand. */
  readonly inAll: number;
};

/** The limits are about 5 % above the last measurement. Nobody bundles `testing` and `cli`. */
export const sizeLimits: Record<string, SizeLimit> = {
  "@mynth-webhooks/core": { exported: "*", atOnce: 21, inAll: 31.5 },
  "@mynth-webhooks/express": { exported: "{ mynthWebhook }", atOnce: 15.8, inAll: 26.4 },
  "@mynth-webhooks/fastify": { exported: "{ mynthWebhook }", atOnce: 17.3, inAll: 27.9 },
  "@mynth-webhooks/hono": { exported: "{ mynthWebhook }", atOnce: 17, inAll: 27.6 },
  "@mynth-webhooks/web": { exported: "{ mynthWebhook }", atOnce: 15.9, inAll: 26.6 },
  "@mynth-webhooks/redis": { exported: "{ redisStore }", atOnce: 1.1, inAll: 1.1 },
  "@mynth-webhooks/postgres": { exported: "{ postgresStore }", atOnce: 3, inAll: 3 },
};
