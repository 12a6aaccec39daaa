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
  "@mynth-webhooks/core": { exported: "*", atOnce: 18.4, inAll: 29 },
  "@mynth-webhooks/express": { exported: "{ mynthWebhook }", atOnce: 14.3, inAll: 24.9 },
  "@mynth-webhooks/fastify": { exported: "{ mynthWebhook }", atOnce: 15.7, inAll: 26.3 },
  "@mynth-webhooks/hono": { exported: "{ mynthWebhook }", atOnce: 14.7, inAll: 25.3 },
  "@mynth-webhooks/redis": { exported: "{ redisStore }", atOnce: 0.76, inAll: 0.76 },
  "@mynth-webhooks/postgres": { exported: "{ postgresStore }", atOnce: 1.76, inAll: 1.76 },
};
