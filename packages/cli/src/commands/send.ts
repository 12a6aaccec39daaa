import { readFile } from "node:fs/promises";
import { eventNames, isEventName, type SignatureScheme } from "@mynth-webhooks/core";
import { getScheme } from "@mynth-webhooks/core/secrets";
import {
  asStandardWebhooks,
  type BadDelivery,
  badDeliveries,
  exampleEvent,
  type SignedDelivery,
  signDelivery,
} from "@mynth-webhooks/testing";
import { Command, Option } from "commander";
import { createTaskId } from "../create-task-id.ts";
import { assertUrl, deliver, isReceived, isRejected } from "../deliver.ts";
import { parsePositiveInteger } from "../parse-positive-integer.ts";
import { assertSecrets, createSecretOption, type SecretOption, selectSecret } from "../secret-option.ts";
import { formatSendReport, type Sent } from "../send/report.ts";
import { sendMany } from "../send/send-many.ts";
import { toPrintableJson } from "../to-printable.ts";
import { UsageError, withExitCode } from "../usage-error.ts";

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
  { kind: "stale", flag: "--stale", key: "stale", help: "sign with a timestamp from an hour ago" },
  { kind: "tampered", flag: "--tamper", key: "tamper", help: "change the body after signing" },
  { kind: "wrongSecret", flag: "--wrong-secret", key: "wrongSecret", help: "sign with another secret" },
  { kind: "unsigned", flag: "--unsigned", key: "unsigned", help: "leave the signature out" },
  {
    kind: "reserialized",
    flag: "--reserialize",
    key: "reserialize",
    help: "send the same JSON, serialized differently",
  },
];

export function createSendCommand(): Command {
  const command = new Command("send")
    .description("send signed example events to a receiver")
    .argument("<url>", "the receiver")
    .option("-e, --event <name>", "the event's name", "task.image.generate.completed")
    .option("--task <id>", "the task's id (default: a new one each time)")
    .addOption(
      new Option("--scheme <scheme>", "how to sign (default: the scheme of the secret)").choices([
        "mynth",
        "standard-webhooks",
      ]),
    )
    .option("-d, --data <file>", "send this file as the body, byte for byte, instead of an example")
    .option("-n, --times <number>", "how many deliveries to send", parsePositiveInteger, 1)
    .option("-c, --concurrency <number>", "how many to send at the same time", parsePositiveInteger, 1)
    .addOption(createSecretOption())
    .option("--json", "print one line of JSON per delivery");
  for (const { key, flag, help } of faults) {
    const others = faults.map((fault) => fault.key).filter((other) => other !== key);
    command.addOption(new Option(flag, `${help}; the receiver must reject it`).conflicts(others));
  }
  return command.action(withExitCode(send));
}

async function send(url: string, options: SendOptions): Promise<boolean> {
  assertUrl(url);
  const secrets = await assertSecrets(options);
  const secret = selectSecret(secrets, options.scheme);
  const fault = faults.find(({ key }) => Reflect.get(options, key) === true)?.kind;
  const createNext = await createPayloadFactory(options, secret);
  const sign = (payload: string | object): SignedDelivery =>
    fault ? badDeliveries[fault](payload, { secret }) : signDelivery(payload, { secret });

  const started = performance.now();
  const all = await sendMany(options, async (): Promise<Sent> => {
    const { what, payload } = createNext();
    const answer = await deliver(url, sign(payload));
    // A receiver has to reject a bad delivery. Failing on it is not enough.
    return { what, answer, right: fault ? isRejected(answer) : isReceived(answer) };
  });
  if (options.json) {
    for (const { what, right, answer } of all) {
      const { status, time, fault: reason } = answer;
      console.log(toPrintableJson({ right, sent: what, status, time, fault: reason }));
    }
  } else {
    for (const line of formatSendReport(all, { fault, secrets, elapsed: performance.now() - started }))
      console.log(line);
  }
  return all.every(({ right }) => right);
}

interface Next {
  /** The delivery's name in the report. */
  readonly what: string;
  readonly payload: string | object;
}

/** Returns a function that creates the payload of the next delivery. */
async function createPayloadFactory({ event, data, task }: SendOptions, secret: string): Promise<() => Next> {
  if (data !== undefined) {
    const payload = await readFile(data, "utf8");
    return () => ({ what: data, payload });
  }
  if (!isEventName(event)) {
    throw new UsageError(`--event is "${event}". Expected one of:\n  ${eventNames.join("\n  ")}`);
  }
  return () => {
    const id = task ?? createTaskId("send");
    const example = exampleEvent(event, { task: { id } });
    const payload = getScheme(secret) === "mynth" ? example : asStandardWebhooks(example);
    return { what: `${event}  ${id}`, payload };
  };
}
