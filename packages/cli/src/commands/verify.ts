import { readFile } from "node:fs/promises";
import { type Diagnosis, diagnose } from "@mynth-webhooks/core";
import { Command, InvalidArgumentError } from "commander";
import colors from "picocolors";
import { getBody, readCapture } from "../capture.ts";
import { marks } from "../colors.ts";
import { assertSecrets, type SecretOption, secretOption } from "../secret-option.ts";
import { reporting, UsageError } from "../usage-error.ts";
import { wrapped } from "../wrapped.ts";

interface VerifyOptions extends SecretOption {
  readonly headers?: string;
  readonly body?: string;
  readonly at?: number;
  readonly json?: boolean;
}

export function verifyCommand(): Command {
  return new Command("verify")
    .description("say whether a saved delivery verifies, and if not, why")
    .argument("[capture]", "a delivery that `listen --save` saved")
    .option("--headers <file>", "its headers: JSON, or one `Name: value` a line")
    .option("--body <file>", "its body, byte for byte")
    .option(
      "--at <time>",
      "as if it were this time: ISO 8601 or Unix seconds (default: when a capture came, else now)",
      time,
    )
    .addOption(secretOption())
    .option("--json", "print JSON")
    .action(reporting(verify));
}

/** In milliseconds. */
function time(text: string): number {
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  if (Number.isNaN(milliseconds)) throw new InvalidArgumentError("It is neither ISO 8601 nor Unix seconds.");
  return milliseconds;
}

async function verify(capture: string | undefined, options: VerifyOptions): Promise<boolean> {
  const { headers, body, receivedAt } = await getDelivery(capture, options);
  const at = options.at ?? receivedAt ?? Date.now();
  const diagnosis = await diagnose({ headers, body }, await assertSecrets(options), { clock: () => at });
  if (options.json) {
    console.log(JSON.stringify(diagnosis));
    return diagnosis.verified;
  }
  for (const line of getVerdict(diagnosis)) console.log(line);
  return diagnosis.verified;
}

function getVerdict({ verified, code, explanation }: Diagnosis): readonly string[] {
  if (verified) return [`${marks.right} ${colors.green(explanation)}`];
  return [`${marks.wrong} ${colors.red("Not verified:")} ${code}`, ...wrapped(explanation, 2)];
}

interface Saved {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
  /** In milliseconds. */
  readonly receivedAt?: number;
}

async function getDelivery(file: string | undefined, { headers, body }: VerifyOptions): Promise<Saved> {
  if (file !== undefined) {
    const capture = await readCapture(file);
    return { headers: capture.headers, body: getBody(capture), receivedAt: Date.parse(capture.receivedAt) };
  }
  if (headers === undefined || body === undefined) throw new UsageError("Give a capture, or --headers and --body.");
  return { headers: parseHeaders(await readFile(headers, "utf8")), body: new Uint8Array(await readFile(body)) };
}

/** Headers as JSON, or as they stand in a request. */
function parseHeaders(text: string): Record<string, string> {
  const entries: [string, unknown][] = text.trimStart().startsWith("{")
    ? Object.entries(parseJson(text))
    : text.split(/\r?\n/).flatMap((line): [string, unknown][] => {
        const colon = line.indexOf(":");
        return colon < 1 ? [] : [[line.slice(0, colon).trim(), line.slice(colon + 1).trim()]];
      });
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function parseJson(text: string): object {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError("The headers begin as JSON does, and are none.");
  }
}
