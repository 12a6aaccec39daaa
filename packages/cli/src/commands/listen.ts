import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { Command } from "commander";
import { type Capture, saveCapture } from "../capture.ts";
import { type Answer, assertUrl, deliver } from "../deliver.ts";
import { endToEndHeaders } from "../end-to-end-headers.ts";
import { type Facts, getFacts } from "../listen/facts.ts";
import { type Looked, lookInto } from "../listen/look-into.ts";
import { readRequest } from "../listen/read-request.ts";
import { deliveryReport } from "../listen/report.ts";
import { portNumber } from "../port-number.ts";
import { findSecrets, type SecretOption, secretOption } from "../secret-option.ts";
import { reporting } from "../usage-error.ts";

interface ListenOptions extends SecretOption {
  readonly port: number;
  readonly host: string;
  readonly forward?: string;
  readonly save?: string;
  readonly json?: boolean;
}

export function listenCommand(): Command {
  return new Command("listen")
    .description("receive deliveries, show each as it comes, and hand it on")
    .option("-p, --port <number>", "where to listen; 0 for any free port", portNumber, 4400)
    .option("--host <address>", "on which address", "127.0.0.1")
    .option("-f, --forward <url>", "send each on, byte for byte, and answer what that answers")
    .option("-s, --save <folder>", "save each as a capture")
    .addOption(secretOption())
    .option("--json", "print one line of JSON a delivery")
    .action(reporting(listen));
}

async function listen(options: ListenOptions): Promise<boolean> {
  const { forward, host, save } = options;
  if (forward !== undefined) assertUrl(forward);
  if (save !== undefined) await mkdir(save, { recursive: true });
  const secrets = await findSecrets(options);
  const server = createServer((req, res) => {
    receive(req, res, secrets, options).catch((error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      res.statusCode = 500;
      res.end();
    });
  });
  server.listen(options.port, host);
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : options.port;
  console.error(`Listening on http://${host}:${port}${forward ? `, forwarding to ${forward}` : ""}`);
  if (secrets.length === 0)
    console.error("Without a secret (MYNTH_WEBHOOK_SECRET, --secret-file) nothing is verified.");
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => server.close().closeAllConnections());
  await once(server, "close");
  return true;
}

async function receive(
  req: IncomingMessage,
  res: ServerResponse,
  secrets: readonly string[],
  { forward, save, json }: ListenOptions,
): Promise<void> {
  const { method = "", url = "" } = req;
  if (method !== "POST") return void res.writeHead(405, { allow: "POST" }).end("Deliveries are POSTs.\n");
  const received = await readRequest(req);
  if (received === undefined) return void res.writeHead(413, { connection: "close" }).end();

  const receivedAt = new Date().toISOString();
  const looked = await lookInto(received, secrets);
  const facts = getFacts(looked);
  const { headers, body } = received;
  const capture: Capture = { receivedAt, method, url, headers, body: Buffer.from(body).toString("base64") };
  const file = save === undefined ? undefined : await saveCapture(save, capture, getName(facts));
  const answer =
    forward === undefined ? undefined : await deliver(forward, { headers: endToEndHeaders(headers), body });

  if (answer) res.writeHead(answer.status ?? 502, passedOn(answer)).end(answer.body);
  else res.writeHead(getStatus(looked)).end();
  if (json) console.log(JSON.stringify({ ...facts, file, forwarded: answer?.status }));
  else for (const line of deliveryReport(facts, answer ?? { status: getStatus(looked) }, secrets)) console.log(line);
}

function getName({ code, event = "no-event" }: Facts): string {
  return code ?? event;
}

function getStatus(looked: Looked): number {
  return looked.state === "refused" ? looked.refusal.status : 204;
}

/** What a sender may go by. The rest belongs to the other connection. */
function passedOn({ headers }: Answer): Record<string, string> {
  const names = ["content-type", "location", "retry-after"];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)));
}
