/** What a bundle of a package may weigh: KiB, minified and gzipped, without the framework. */
export type SizeLimit = {
  /** What a user would import of the package. */
  readonly exported: string;
  /** What is loaded with the package. */
  readonly atOnce: number;
  /** That, and what is imported only when it is needed. */
  readonly inAll: number;
};

/** About a twentieth above what was measured last. `testing` and `cli` are not bundled by anybody. */
export const sizeLimits: Record<string, SizeLimit> = {
  "@mynth-webhooks/core": { exported: "*", atOnce: 15, inAll: 24.5 },
  "@mynth-webhooks/express": { exported: "{ mynthWebhook }", atOnce: 11.5, inAll: 21 },
  "@mynth-webhooks/fastify": { exported: "{ mynthWebhook }", atOnce: 13.2, inAll: 22.8 },
  "@mynth-webhooks/hono": { exported: "{ mynthWebhook }", atOnce: 11.8, inAll: 21.3 },
  "@mynth-webhooks/redis": { exported: "{ redisStore }", atOnce: 0.76, inAll: 0.76 },
  "@mynth-webhooks/postgres": { exported: "{ postgresStore }", atOnce: 1.76, inAll: 1.76 },
};
