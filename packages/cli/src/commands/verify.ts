import { readFile } from "node:fs/promises";
import { type Diagnosis, diagnose } from "@mynth-webhooks/core";
import { Command, InvalidArgumentError } from "commander";
import colors from "picocolors";
import { getBody, readCapture } from "../capture.ts";
import { assertSecrets, createSecretOption, type SecretOption } from "../secret-option.ts";
import { symbols } from "../symbols.ts";
import { toPrintable, toPrintableJson } from "../to-printable.ts";
import { UsageError, withExitCode } from "../usage-error.ts";
import { wrapText } from "../wrap-text.ts";

interface VerifyOptions extends SecretOption {
  readonly headers?: string;
  readonly body?: string;
  readonly at?: number;
  readonly json?: boolean;
}

export function createVerifyCommand(): Command {
  return new Command("verify")
    .description("verify a saved delivery, and explain what is wrong with it")
    .argument("[capture]", "a file that `listen --save` wrote")
    .option("--headers <file>", "the headers: JSON, or one `Name: value` per line")
    .option("--body <file>", "the body, byte for byte")
    .option(
      "--at <time>",
      "the time to verify at: ISO 8601 or Unix seconds (default: the time of the capture, or now)",
      parseTime,
    )
    .addOption(createSecretOption())
    .option("--json", "print JSON")
    .action(withExitCode(verify));
}

/** Returns the time in milliseconds. */
function parseTime(text: string): number {
  const milliseconds = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
  if (Number.isNaN(milliseconds)) throw new InvalidArgumentError("Expected a time in ISO 8601 or Unix seconds.");
  return milliseconds;
}

async function verify(capture: string | undefined, options: VerifyOptions): Promise<boolean> {
  const { headers, body, receivedAt } = await getDelivery(capture, options);
  const at = options.at ?? receivedAt ?? Date.now();
  const secrets = await assertSecrets(options);
  const diagnosis = await diagnose({ headers, body }, secrets, { clock: () => at });
  if (options.json) {
    console.log(toPrintableJson(diagnosis));
    return diagnosis.verified;
  }
  for (const line of formatDiagnosis(diagnosis, secrets)) console.log(line);
  return diagnosis.verified;
}

/** In characters, a page of text. */
const maxExplanationLength = 2000;

/** Formats a diagnosis for a person. Its explanation quotes the event's name and the names of invalid fields. */
function formatDiagnosis({ verified, code, explanation }: Diagnosis, secrets: readonly string[]): readonly string[] {
  const text = toPrintable(explanation, secrets, maxExplanationLength);
  if (verified) return [`${symbols.right} ${colors.green(text)}`];
  return [`${symbols.wrong} ${colors.red("Not verified:")} ${code}`, ...wrapText(text, 2)];
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
  if (headers === undefined || body === undefined)
    throw new UsageError("There is nothing to verify. Pass a capture, or both --headers and --body.");
  return { headers: parseHeaders(await readFile(headers, "utf8")), body: new Uint8Array(await readFile(body)) };
}

/** Parses headers that are JSON, or lines as in a request. */
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
    throw new UsageError(
      "The file of --headers starts with { and is not valid JSON. Pass JSON or `Name: value` lines.",
    );
  }
}
