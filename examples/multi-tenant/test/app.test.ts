import { completedPayload, signDelivery } from "@mynth-webhooks/testing";
import { createApp } from "example-multi-tenant";
import { expect, test, vi } from "vitest";

const tenants = new Map([
  ["acme", { secrets: ["wbs_acme_new", "wbs_acme"] }],
  ["globex", { secrets: ["wbs_globex"] }],
]);
const app = createApp(async (name) => {
  if (name === "down") throw new Error("the database is down");
  return tenants.get(name);
});
const send = (tenant: string, secret: string) =>
  app.request(`/webhooks/mynth/${tenant}`, { method: "POST", ...signDelivery(completedPayload, { secret }) });

test.each([
  { tenant: "acme", secret: "wbs_acme_new", status: 200 },
  { tenant: "globex", secret: "wbs_globex", status: 200 },
  { tenant: "globex", secret: "wbs_acme_new", status: 401 },
  { tenant: "nobody", secret: "wbs_acme_new", status: 401 },
  { tenant: "down", secret: "wbs_acme_new", status: 503 },
])("a delivery to $tenant signed with $secret gets $status", async ({ tenant, secret, status }) => {
  const response = await send(tenant, secret);
  expect(response.status).toBe(status);
  if (status === 200) expect(await response.json()).toMatchObject({ tenant, cost: "0.01250000" });
});

test("a delivery signed with a tenant's old secret is accepted and logged", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  expect((await send("acme", "wbs_acme")).status).toBe(200);
  expect(warn).toHaveBeenCalledWith(expect.stringContaining("acme still signs with an old secret"));
});
