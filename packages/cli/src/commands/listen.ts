import { once } from "node:events";
import { mkdir } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import {
  failedImages,
  isKnownEvent,
  MynthWebhookError,
  succeededImages,
  totalCost,
  type VerifiedDelivery,
  verifyDelivery,
} from "@mynth-webhooks/core";
import { Command } from "commander";
import colours from "picocolors";
import { type Capture, saveCapture } from "../capture.ts";
import { statusText } from "../colours.ts";
import { deliver, requireUrl } from "../deliver.ts";
import { ownHeaders } from "../own-headers.ts";
import { requireSecret, type SecretOption, secretOption } from "../secret-option.ts";
import { reporting } from "../usage-error.ts";

interface ListenOptions extends SecretOption {
  readonly port: string;
  readonly host: string;
  readonly forward?: string;
  readonly save?: string;
  readonly json?: boolean;
}

export function listenCommand(): Command {
  return new Command("listen")
    .description("receive deliveries, show each as it comes, and hand it on")
    .option("-p, --port <number>", "where to listen; 0 for any free port", "4400")
    .option("--host <address>", "on which address", "127.0.0.1")
    .option("-f, --forward <url>", "send each on, byte for byte, and answer what that answers")
    .option("-s, --save <folder>", "save each as a capture")
    .addOption(secretOption())
    .option("--json", "print one line of JSON a delivery")
    .action(reporting(listen));
}

async function listen(options: ListenOptions): Promise<boolean> {
  if (options.forward !== undefined) requireUrl(options.forward);
  if (options.save !== undefined) await mkdir(options.save, { recursive: true });
  const secret = await requireSecret(options);
  const server = createServer((req, res) => {
    receive(req, res, secret, options).catch((error: unknown) => {
      console.error(error);
      res.statusCode = 500;
      res.end();
    });
  });
  server.listen(Number(options.port), options.host);
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : options.port;
  console.error(
    `Listening on http://${options.host}:${port}${options.forward ? `, forwarding to ${options.forward}` : ""}`,
  );
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => server.close().closeAllConnections());
  await once(server, "close");
  return true;
}

async function receive(
  req: IncomingMessage,
  res: ServerResponse,
  secret: string,
  { forward, save, json }: ListenOptions,
): Promise<void> {
  const body = new Uint8Array(await buffer(req));
  const headers = Object.fromEntries(Object.entries(req.headers).map(([name, value]) => [name, String(value)]));
  const verdict = await judge(headers, body, secret);
  const capture: Capture = {
    receivedAt: new Date().toISOString(),
    method: req.method ?? "",
    url: req.url ?? "",
    headers,
    body: Buffer.from(body).toString("base64"),
  };
  const name = verdict instanceof MynthWebhookError ? verdict.code : verdict.event.event;
  const file = save === undefined ? undefined : await saveCapture(save, capture, name.replace(/[^\w.-]/g, "_"));
  const answer = forward === undefined ? undefined : await deliver(forward, { headers: ownHeaders(headers), body });

  const refused = verdict instanceof MynthWebhookError;
  res.statusCode = answer ? (answer.status ?? 502) : refused ? verdict.status : 204;
  res.end(answer?.body);
  if (json) console.log(JSON.stringify({ ...factsOf(verdict), file, forwarded: answer?.status }));
  else console.log(lineOf(verdict) + (answer ? colours.dim("  → ") + statusText(answer) : ""));
}

async function judge(
  headers: Record<string, string>,
  body: Uint8Array,
  secret: string,
): Promise<VerifiedDelivery | MynthWebhookError> {
  try {
    return await verifyDelivery({ headers, body }, secret);
  } catch (error) {
    if (error instanceof MynthWebhookError) return error;
    throw error;
  }
}

interface Facts {
  readonly verified: boolean;
  readonly code?: string;
  readonly event?: string;
  readonly task?: string;
  readonly images?: number;
  readonly failedImages?: number;
  /** US dollars. */
  readonly cost?: string | undefined;
  readonly scheme?: string;
  /** In seconds. */
  readonly age?: number;
}

function factsOf(verdict: VerifiedDelivery | MynthWebhookError): Facts {
  if (verdict instanceof MynthWebhookError) return { verified: false, code: verdict.code };
  const { event, delivery } = verdict;
  const facts = {
    verified: true,
    event: event.event,
    scheme: delivery.scheme,
    age: Math.round(Date.now() / 1000) - (delivery.timestamp ?? 0),
  };
  if (!isKnownEvent(event)) return facts;
  return {
    ...facts,
    task: event.task.id,
    images: succeededImages(event).length,
    failedImages: failedImages(event).length,
    cost: totalCost(event),
  };
}

function lineOf(verdict: VerifiedDelivery | MynthWebhookError): string {
  const time = colours.dim(new Date().toTimeString().slice(0, 8));
  if (verdict instanceof MynthWebhookError)
    return `${time} ${colours.red("refused ")} ${verdict.code}: ${verdict.message}`;
  const { event, task, images = 0, failedImages: failed = 0, cost, scheme, age } = factsOf(verdict);
  const parts = [
    task,
    images > 0 && `${images} image${images === 1 ? "" : "s"}`,
    failed > 0 && colours.yellow(`${failed} failed`),
    cost && `$${cost}`,
    colours.dim(`${scheme}, ${age} s old`),
  ];
  return `${time} ${colours.green("verified")} ${colours.bold(event)}  ${parts.filter(Boolean).join("  ")}`;
}
