import Table from "cli-table3";
import colors from "picocolors";
import { startApplications } from "./applications.ts";
import { createDeliveries, type DemoDelivery } from "./deliveries.ts";

const secret = "wbs_demo_secret";
process.env.MYNTH_WEBHOOK_SECRET = secret;

const table = new Table({
  head: ["framework", "delivery", "status", "result", ""],
  style: { head: [], border: [], compact: true },
});
const applications = await startApplications();
let wrong = 0;

for (const { name, url } of applications) {
  for (const delivery of createDeliveries(secret)) {
    const { status, answer } = await send(`${url}/webhooks/mynth`, delivery);
    const right = status === delivery.status && answer === delivery.answer;
    if (!right) wrong += 1;
    table.push([
      name,
      delivery.what,
      status < 300 ? colors.green(status) : colors.yellow(status),
      status < 300 ? `handler got ${answer}` : `rejected: ${answer}`,
      right ? colors.green("as expected") : colors.red(`expected ${delivery.status} ${delivery.answer}`),
    ]);
  }
}
await Promise.all(applications.map((application) => application.stop()));

console.log(table.toString());
console.log(wrong === 0 ? colors.green("All as expected.") : colors.red(`${wrong} not as expected.`));
process.exitCode = wrong === 0 ? 0 : 1;

interface Answer {
  readonly task?: string;
  readonly images?: number;
  readonly error?: string | { readonly code: string };
  readonly code?: string;
}

async function send(url: string, { request }: DemoDelivery): Promise<{ status: number; answer: string }> {
  const response = await fetch(url, { method: "POST", ...request, signal: AbortSignal.timeout(5000) });
  const { task, images, error, code }: Answer = JSON.parse(await response.text());
  if (task) return { status: response.status, answer: `task ${task}, ${images} image` };
  // Fastify's own error page has the code at the top level.
  return { status: response.status, answer: (typeof error === "object" ? error.code : code) ?? "no code" };
}
