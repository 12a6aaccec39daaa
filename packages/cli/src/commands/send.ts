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
import { Command, Option } from "commander";
import { assertUrl, deliver, isReceived, isRefused } from "../deliver.ts";
import { newTask } from "../new-task.ts";
import { positiveNumber } from "../positive-number.ts";
import { assertSecrets, getScheme, type SecretOption, secretFor, secretOption } from "../secret-option.ts";
import { type Sent, sendReport } from "../send/report.ts";
import { sendMany } from "../send/send-many.ts";
import { reporting, UsageError } from "../usage-error.ts";

interface SendOptions extends SecretOption {
  readonly event: string;
  readonly task?: string;
  readonly scheme?: SignatureScheme;
  readonly data?: string;
  readonly times: number;
  readonly concurrency: number;
  readonly json?: boolean;
}

const faults: readonly { kind: BadDelivery; flag: string; key: string; help: string }[] = [
  { kind: "stale", flag: "--stale", key: "stale", help: "sign it an hour ago" },
  { kind: "tampered", flag: "--tamper", key: "tamper", help: "change the body after signing" },
  { kind: "wrongSecret", flag: "--wrong-secret", key: "wrongSecret", help: "sign with another secret" },
  { kind: "unsigned", flag: "--unsigned", key: "unsigned", help: "do not sign it" },
  { kind: "reserialized", flag: "--reserialize", key: "reserialize", help: "send the same JSON in other bytes" },
];

export function sendCommand(): Command {
  const command = new Command("send")
    .description("deliver signed example events to a receiver")
    .argument("<url>", "where to")
    .option("-e, --event <name>", "which event", "task.image.generate.completed")
    .option("--task <id>", "of which task (default: a new one each time)")
    .addOption(
      new Option("--scheme <scheme>", "how to sign (default: as the secret says)").choices([
        "mynth",
        "standard-webhooks",
      ]),
    )
    .option("-d, --data <file>", "send this text as it is, instead of an example")
    .option("-n, --times <number>", "how many", positiveNumber, 1)
    .option("-c, --concurrency <number>", "how many at the same time", positiveNumber, 1)
    .addOption(secretOption())
    .option("--json", "print one line of JSON a delivery");
  for (const { key, flag, help } of faults) {
    const others = faults.map((fault) => fault.key).filter((other) => other !== key);
    command.addOption(new Option(flag, `${help}; it has to be refused`).conflicts(others));
  }
  return command.action(reporting(send));
}

async function send(url: string, options: SendOptions): Promise<boolean> {
  assertUrl(url);
  const secrets = await assertSecrets(options);
  const secret = secretFor(secrets, options.scheme);
  const fault = faults.find(({ key }) => Reflect.get(options, key) === true)?.kind;
  const next = await payloads(options, secret);
  const sign = (payload: string | object): SignedDelivery =>
    fault ? badDeliveries[fault](payload, { secret }) : signDelivery(payload, { secret });

  const started = performance.now();
  const all = await sendMany(options, async (): Promise<Sent> => {
    const { what, payload } = next();
    const answer = await deliver(url, sign(payload));
    // A bad delivery is as it should be when it is refused, and not when it makes the receiver fail.
    return { what, answer, right: fault ? isRefused(answer) : isReceived(answer) };
  });
  if (options.json) {
    for (const { what, right, answer } of all) {
      const { status, time, fault: reason } = answer;
      console.log(JSON.stringify({ right, sent: what, status, time, fault: reason }));
    }
  } else {
    for (const line of sendReport(all, { fault, secrets, elapsed: performance.now() - started })) console.log(line);
  }
  return all.every(({ right }) => right);
}

interface Next {
  /** What a person calls it. */
  readonly what: string;
  readonly payload: string | object;
}

/** Gives the payload of each delivery. */
async function payloads({ event, data, task }: SendOptions, secret: string): Promise<() => Next> {
  if (data !== undefined) {
    const payload = await readFile(data, "utf8");
    return () => ({ what: data, payload });
  }
  if (!isEventName(event)) {
    throw new UsageError(`There is no event "${event}". There are:\n  ${eventNames.join("\n  ")}`);
  }
  return () => {
    const id = task ?? newTask("send");
    const example = exampleEvent(event, { task: { id } });
    const payload = getScheme(secret) === "mynth" ? example : asStandardWebhooks(example);
    return { what: `${event}  ${id}`, payload };
  };
}
