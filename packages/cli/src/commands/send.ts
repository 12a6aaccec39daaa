import { readFile } from "node:fs/promises";
import { eventNames, isEventName, type SignatureScheme } from "@mynth-webhooks/core";
import {
  asStandardWebhooks,
  type BadDelivery,
  badDeliveries,
  exampleEvent,
  type SignedDelivery,
  signDelivery,
} from "@mynth-webhooks/testing";
import { SingleBar } from "cli-progress";
import { Command, InvalidArgumentError, Option } from "commander";
import colours from "picocolors";
import { firstLine, statusText } from "../colours.ts";
import { type Answer, deliver, isReceived, requireUrl } from "../deliver.ts";
import { requireSecret, type SecretOption, secretOption } from "../secret-option.ts";
import { reporting, UsageError } from "../usage-error.ts";

interface SendOptions extends SecretOption, Partial<Record<BadDelivery, boolean>> {
  readonly event: string;
  readonly scheme?: SignatureScheme;
  readonly data?: string;
  readonly times: number;
  readonly concurrency: number;
  readonly json?: boolean;
}

const bads: readonly { kind: BadDelivery; flag: string; help: string }[] = [
  { kind: "stale", flag: "--stale", help: "sign it an hour ago" },
  { kind: "tampered", flag: "--tampered", help: "change the body after signing" },
  { kind: "wrongSecret", flag: "--wrong-secret", help: "sign with another secret" },
  { kind: "unsigned", flag: "--unsigned", help: "do not sign it" },
  { kind: "reserialised", flag: "--reserialised", help: "send the same JSON in other bytes" },
];

export function sendCommand(): Command {
  const command = new Command("send")
    .description("deliver signed example events to a receiver")
    .argument("<url>", "where to")
    .option("-e, --event <name>", "which event", "task.image.generate.completed")
    .addOption(new Option("--scheme <scheme>", "how to sign").choices(["mynth", "standard-webhooks"]))
    .option("-d, --data <file>", "send this file's bytes instead of an example")
    .option("-n, --times <number>", "how many", positive, 1)
    .option("-c, --concurrency <number>", "how many at the same time", positive, 1)
    .addOption(secretOption())
    .option("--json", "print one line of JSON a delivery");
  for (const { flag, help } of bads) command.option(flag, `${help}; it has to be refused`);
  return command.action(reporting(send));
}

function positive(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("It has to be a whole number from 1.");
  return number;
}

async function send(url: string, options: SendOptions): Promise<boolean> {
  requireUrl(url);
  const secret = await requireSecret(options);
  const bad = bads.find(({ kind }) => options[kind])?.kind;
  const payload = await payloadOf(options);
  const { scheme } = options;
  const make = (): SignedDelivery => {
    const signing = { secret, ...(scheme === undefined ? {} : { scheme }) };
    return bad ? badDeliveries[bad](payload, signing) : signDelivery(payload, signing);
  };
  const answers = await sendMany(url, make, options);
  if (options.json) for (const { status, time, fault } of answers) console.log(JSON.stringify({ status, time, fault }));
  else report(answers);
  // A bad delivery is as it should be when it is refused, and not when it makes the receiver fail.
  return answers.every((answer) => (bad ? isRefused(answer) : isReceived(answer)));
}

function isRefused({ status }: Answer): boolean {
  return status !== undefined && status >= 400 && status < 500;
}

async function payloadOf({ event, data, scheme }: SendOptions): Promise<string | object> {
  if (data !== undefined) return readFile(data, "utf8");
  if (!isEventName(event))
    throw new UsageError(`There is no event "${event}". There are:\n  ${eventNames.join("\n  ")}`);
  const example = exampleEvent(event);
  const standard =
    scheme === "standard-webhooks" || (scheme === undefined && process.env.MYNTH_WEBHOOK_SECRET?.startsWith("whsec_"));
  return standard ? asStandardWebhooks(example) : example;
}

async function sendMany(
  url: string,
  make: () => SignedDelivery,
  { times, concurrency, json }: SendOptions,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const bar =
    times > 1 && !json && process.stderr.isTTY
      ? new SingleBar({ format: "{bar} {value}/{total}, {eta} s to go" })
      : undefined;
  bar?.start(times, 0);
  let left = times;
  await Promise.all(
    Array.from({ length: Math.min(concurrency, times) }, async () => {
      while (left > 0) {
        left -= 1;
        answers.push(await deliver(url, make()));
        bar?.increment();
      }
    }),
  );
  bar?.stop();
  return answers;
}

function report(answers: readonly Answer[]): void {
  const [only] = answers;
  if (only && answers.length === 1) {
    console.log(`${statusText(only)} in ${only.time} ms  ${colours.dim(firstLine(only.body))}`);
    return;
  }
  const times = answers.map(({ time }) => time).sort((a, b) => a - b);
  const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
  for (const [what, count] of countBy(answers.map(statusText))) console.log(`${String(count).padStart(6)}  ${what}`);
  console.log(colours.dim(`median ${at(0.5)} ms, 99th of 100 ${at(0.99)} ms, slowest ${at(1)} ms`));
}

function countBy(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}
