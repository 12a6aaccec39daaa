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
  "@mynth-webhooks/core": { exported: "*", atOnce: 15.8, inAll: 24.5 },
  "@mynth-webhooks/express": { exported: "{ mynthWebhook }", atOnce: 11.5, inAll: 21 },
  "@mynth-webhooks/fastify": { exported: "{ mynthWebhook }", atOnce: 13.2, inAll: 22.8 },
  "@mynth-webhooks/hono": { exported: "{ mynthWebhook }", atOnce: 11.8, inAll: 21.3 },
  "@mynth-webhooks/redis": { exported: "{ redisStore }", atOnce: 0.76, inAll: 0.76 },
  "@mynth-webhooks/postgres": { exported: "{ postgresStore }", atOnce: 1.76, inAll: 1.76 },
};
