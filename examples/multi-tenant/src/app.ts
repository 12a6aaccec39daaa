import { mynthWebhook, totalCost } from "@mynth-webhooks/hono";
import { Hono } from "hono";

/** One customer with a Mynth account of its own. */
export interface Tenant {
  /** Newest first: while a secret is being exchanged both are good. */
  readonly secrets: readonly string[];
}

/** Where tenants are looked up: a database, in real life. What it throws is answered 503, and Mynth tries again. */
export type FindTenant = (name: string) => Promise<Tenant | undefined>;

export function receiver(findTenant: FindTenant): Hono {
  const app = new Hono();

  app.post(
    "/webhooks/mynth/:tenant",
    mynthWebhook(async (c) => (await findTenant(c.req.param("tenant") ?? ""))?.secrets ?? neverMatches(), {
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

/** To a stranger, a tenant there is not looks like one whose secret is another. */
function neverMatches(): string {
  return crypto.randomUUID();
}
