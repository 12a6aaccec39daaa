import Table from "cli-table3";
import colors from "picocolors";
import { startApplications } from "./applications.ts";
import { type DemoDelivery, demoDeliveries } from "./deliveries.ts";

const secret = "wbs_demo_secret";
process.env.MYNTH_WEBHOOK_SECRET = secret;

const table = new Table({
  head: ["framework", "delivery", "status", "what came of it", ""],
  style: { head: [], border: [], compact: true },
});
const applications = await startApplications();
let wrong = 0;

for (const { name, url } of applications) {
  for (const delivery of demoDeliveries(secret)) {
    const { status, answer } = await send(`${url}/webhooks/mynth`, delivery);
    const right = status === delivery.status && answer === delivery.answer;
    if (!right) wrong += 1;
    table.push([
      name,
      delivery.what,
      status < 300 ? colors.green(status) : colors.yellow(status),
      status < 300 ? `handler saw ${answer}` : `refused: ${answer}`,
      right ? colors.green("as it should be") : colors.red(`should be ${delivery.status} ${delivery.answer}`),
    ]);
  }
}
await Promise.all(applications.map((application) => application.stop()));

console.log(table.toString());
console.log(wrong === 0 ? colors.green("All as it should be.") : colors.red(`${wrong} not as they should be.`));
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
  // Fastify has an error's code at the top of its own error page.
  return { status: response.status, answer: (typeof error === "object" ? error.code : code) ?? "no code" };
}
