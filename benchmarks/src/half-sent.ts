import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { createDelivery, path } from "./deliveries.ts";
import { addGoal } from "./goals.ts";
import { BenchedServers, frameworks } from "./servers.ts";
import { formatTable } from "./table.ts";

const clients = 500;
/** Less than the 100 KB that `express.json()` accepts. */
const bytes = 90_000;
const goal = 1.5;

/** Measures the memory of servers while many clients have sent half of a body. */
export async function benchmarkHalfSent(): Promise<string> {
  const rows: string[][] = [];
  for (const framework of frameworks) {
    const [plain, ours] = [await measure(framework, "plain"), await measure(framework, "ours")];
    rows.push([framework, formatMib(plain), formatMib(ours), (ours / plain).toFixed(2)]);
    addGoal({
      what: `${framework}: memory of ${clients} half-sent bodies, ours in times the plain route`,
      goal,
      isRate: false,
      reached: ours / plain,
      error: 0,
    });
  }
  return `## Half-sent bodies

The memory that a server needs in addition while ${clients} clients have each sent half of a body of ${bytes / 1000} KB.

${formatTable(["framework", "plain JSON route", "ours", "ours to plain"], rows)}`;
}

async function measure(framework: (typeof frameworks)[number], variant: "plain" | "ours"): Promise<number> {
  const servers = await BenchedServers.start(framework, [variant]);
  const before = await servers.getMemory();
  const { headers, body } = createDelivery(bytes);
  const lines = [`POST ${path} HTTP/1.1`, "host: x", `content-length: ${Buffer.byteLength(body)}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  const half = `${lines.join("\r\n")}\r\n\r\n${body.slice(0, body.length / 2)}`;
  const sockets: Socket[] = [];
  for (let index = 0; index < clients; index += 1) {
    const socket = connect(servers.getPort(variant), "127.0.0.1").on("error", () => {});
    await once(socket, "connect");
    if (!socket.write(half)) await once(socket, "drain");
    sockets.push(socket);
  }
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const after = await servers.getMemory();
  for (const socket of sockets) socket.destroy();
  await servers.stop();
  return after - before;
}

function formatMib(count: number): string {
  return `${(count / 1_048_576).toFixed(0)} MiB`;
}
