import { mynthWebhook, totalCost } from "@mynth-webhooks/hono";
import { Hono } from "hono";

/** A customer with their own Mynth account. */
export interface Tenant {
  /** Newest first. While a secret is rotated, both are valid. */
  readonly secrets: readonly string[];
}

/** Looks up a tenant, usually in a database. If it throws, the delivery gets 503 and Mynth retries. */
export type FindTenant = (name: string) => Promise<Tenant | undefined>;

export function createApp(findTenant: FindTenant): Hono {
  const app = new Hono();

  app.post(
    "/webhooks/mynth/:tenant",
    mynthWebhook(async (c) => (await findTenant(c.req.param("tenant") ?? ""))?.secrets ?? createUnknownSecret(), {
      onOldSecret: (_index, delivery, c) =>
        console.warn(`${c.req.param("tenant")} still signs with an old secret: ${delivery.key}`),
    }),
    (c) => {
      const event = c.var.mynthEvent;
      return c.json({ tenant: c.req.param("tenant"), task: event.task.id, cost: totalCost(event) });
    },
  );
  return app;
}

/** An unknown tenant gets 401 like a wrong signature, so that a stranger cannot find out which tenants exist. */
function createUnknownSecret(): string {
  return crypto.randomUUID();
}
