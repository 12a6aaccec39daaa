import type { SignatureScheme } from "@mynth-webhooks/core";
import { signDelivery } from "@mynth-webhooks/testing";
import { Command } from "commander";
import colors from "picocolors";
import { type Capture, getBody, readCapture } from "../capture.ts";
import { marks, statusText } from "../colors.ts";
import { assertUrl, deliver, isReceived } from "../deliver.ts";
import { endToEndHeaders } from "../end-to-end-headers.ts";
import { printable } from "../printable.ts";
import { findSecrets, getScheme, type SecretOption, secretFor, secretOption } from "../secret-option.ts";
import { reporting } from "../usage-error.ts";

interface ReplayOptions extends SecretOption {
  readonly to: string;
  readonly asSaved?: boolean;
  readonly json?: boolean;
}

export function replayCommand(): Command {
  return new Command("replay")
    .description("send saved deliveries again, signed anew if there is a secret")
    .argument("<capture...>", "deliveries that `listen --save` saved")
    .requiredOption("--to <url>", "where to")
    .option("--as-saved", "send them with the signature they came with, secret or not")
    .addOption(secretOption())
    .option("--json", "print one line of JSON a delivery")
    .action(reporting(replay));
}

async function replay(files: readonly string[], options: ReplayOptions): Promise<boolean> {
  assertUrl(options.to);
  const secrets = options.asSaved ? [] : await findSecrets(options);
  const width = Math.max(...files.map((file) => file.length));
  let allReceived = true;
  for (const file of files) {
    const capture = await readCapture(file);
    const answer = await deliver(options.to, { headers: getHeaders(capture, secrets), body: getBody(capture) });
    const right = isReceived(answer);
    allReceived &&= right;
    const { status, time, fault } = answer;
    if (options.json) {
      console.log(JSON.stringify({ file, right, status, time, fault }));
      continue;
    }
    const answered = `${statusText(answer)}${status === undefined ? "" : ` in ${time} ms`}`;
    const body = colors.dim(printable(answer.body, secrets, 60));
    console.log(`${right ? marks.right : marks.wrong} ${file.padEnd(width)}  ${answered}  ${body}`.trimEnd());
  }
  return allReceived;
}

const signatureHeaders: Readonly<Record<SignatureScheme, string>> = {
  mynth: "x-mynth-signature",
  "standard-webhooks": "webhook-signature",
};

/**
 * As they came, or with a fresh signature of each scheme they came with: an old one is refused as stale. One that no
 * secret is there for is left out where another is; what came unsigned stays so.
 */
function getHeaders(capture: Capture, secrets: readonly string[]): Record<string, string> {
  const headers = endToEndHeaders(capture.headers);
  const [first, ...others] = secrets;
  const schemes = getSchemes(capture);
  const [scheme] = schemes;
  if (first === undefined || scheme === undefined) return headers;
  const fitting = schemes.filter((each) => secrets.some((secret) => getScheme(secret) === each));
  for (const name of Object.values(signatureHeaders)) delete headers[name];
  const id = capture.headers["webhook-id"];
  const text = Buffer.from(capture.body, "base64").toString();
  for (const each of fitting.length > 0 ? fitting : [scheme]) {
    const secret = secretFor([first, ...others], each);
    const { "content-type": _, ...signature } = signDelivery(
      text,
      id === undefined ? { secret } : { secret, id },
    ).headers;
    Object.assign(headers, signature);
  }
  return headers;
}

function getSchemes({ headers }: Capture): readonly SignatureScheme[] {
  return (["mynth", "standard-webhooks"] as const).filter((scheme) => signatureHeaders[scheme] in headers);
}
