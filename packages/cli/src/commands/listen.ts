import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { secretVariable } from "@mynth-webhooks/core/secrets";
import { Command } from "commander";
import { type Capture, saveCapture } from "../capture.ts";
import { type Answer, assertUrl, deliver } from "../deliver.ts";
import { endToEndHeaders } from "../end-to-end-headers.ts";
import { type Facts, getFacts } from "../listen/facts.ts";
import { type Inspection, inspectRequest } from "../listen/inspect-request.ts";
import { readRequest } from "../listen/read-request.ts";
import { formatDelivery } from "../listen/report.ts";
import { parsePort } from "../parse-port.ts";
import { createSecretOption, findSecrets, type SecretOption } from "../secret-option.ts";
import { toPrintableJson, toPrintableLines } from "../to-printable.ts";
import { withExitCode } from "../usage-error.ts";

interface ListenOptions extends SecretOption {
  readonly port: number;
  readonly host: string;
  readonly forward?: string;
  readonly save?: string;
  readonly json?: boolean;
}

export function createListenCommand(): Command {
  return new Command("listen")
    .description("receive deliveries, print each one, and forward it")
    .option("-p, --port <number>", "the port to listen on; 0 for any free port", parsePort, 4400)
    .option("--host <address>", "the address to listen on", "127.0.0.1")
    .option("-f, --forward <url>", "forward each delivery byte for byte, and return that receiver's answer")
    .option("-s, --save <folder>", "save each delivery as a capture")
    .addOption(createSecretOption())
    .option("--json", "print one line of JSON per delivery")
    .action(withExitCode(listen));
}

async function listen(options: ListenOptions): Promise<boolean> {
  const { forward, host, save } = options;
  if (forward !== undefined) assertUrl(forward);
  if (save !== undefined) await mkdir(save, { recursive: true });
  const secrets = await findSecrets(options);
  const server = createServer((req, res) => {
    receive(req, res, secrets, options).catch((error: unknown) => {
      console.error(toPrintableLines(error instanceof Error ? error.message : String(error)));
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
    console.error(`Deliveries are not verified: there is no secret. Set ${secretVariable} or pass --secret-file.`);
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
  if (method !== "POST") return void res.writeHead(405, { allow: "POST" }).end("Send deliveries as POST.\n");
  const received = await readRequest(req);
  if (received === undefined) return void res.writeHead(413, { connection: "close" }).end();

  const receivedAt = new Date().toISOString();
  const inspection = await inspectRequest(received, secrets);
  const facts = getFacts(inspection);
  const { headers, body } = received;
  const capture: Capture = { receivedAt, method, url, headers, body: Buffer.from(body).toString("base64") };
  const file = save === undefined ? undefined : await saveCapture(save, capture, getName(facts));
  const answer =
    forward === undefined ? undefined : await deliver(forward, { headers: endToEndHeaders(headers), body });

  if (answer) res.writeHead(answer.status ?? 502, pickHeaders(answer)).end(answer.body);
  else res.writeHead(getStatus(inspection)).end();
  if (json) console.log(toPrintableJson({ ...facts, file, forwarded: answer?.status }));
  else
    for (const line of formatDelivery(facts, answer ?? { status: getStatus(inspection) }, secrets)) console.log(line);
}

function getName({ code, event = "no-event" }: Facts): string {
  return code ?? event;
}

function getStatus(inspection: Inspection): number {
  return inspection.state === "rejected" ? inspection.error.status : 204;
}

/** Picks the headers a sender may use. The others belong to the connection to the receiver. */
function pickHeaders({ headers }: Answer): Record<string, string> {
  const names = ["content-type", "location", "retry-after"];
  return Object.fromEntries(Object.entries(headers).filter(([name]) => names.includes(name)));
}
