import { signDelivery } from "@mynth-webhooks/testing";
import { Command } from "commander";
import colours from "picocolors";
import { bodyOf, type Capture, readCapture } from "../capture.ts";
import { firstLine, statusText } from "../colours.ts";
import { deliver, isReceived, requireUrl } from "../deliver.ts";
import { ownHeaders } from "../own-headers.ts";
import { findSecret, type SecretOption, secretOption } from "../secret-option.ts";
import { reporting } from "../usage-error.ts";

interface ReplayOptions extends SecretOption {
  readonly to: string;
  readonly json?: boolean;
}

export function replayCommand(): Command {
  return new Command("replay")
    .description("send saved deliveries again, signed anew if there is a secret")
    .argument("<capture...>", "deliveries that `listen --save` saved")
    .requiredOption("--to <url>", "where to")
    .addOption(secretOption())
    .option("--json", "print one line of JSON a delivery")
    .action(reporting(replay));
}

async function replay(files: readonly string[], options: ReplayOptions): Promise<boolean> {
  requireUrl(options.to);
  const secret = await findSecret(options);
  let allReceived = true;
  for (const file of files) {
    const capture = await readCapture(file);
    const answer = await deliver(options.to, { headers: headersOf(capture, secret), body: bodyOf(capture) });
    allReceived &&= isReceived(answer);
    const { status, time, fault } = answer;
    if (options.json) console.log(JSON.stringify({ file, status, time, fault }));
    else console.log(`${statusText(answer)} in ${time} ms  ${file}  ${colours.dim(firstLine(answer.body, 60))}`);
  }
  return allReceived;
}

/** As they came, or with a fresh signature of the same scheme: an old one is refused as stale. */
function headersOf(capture: Capture, secret: string | undefined): Record<string, string> {
  const headers = ownHeaders(capture.headers);
  if (secret === undefined) return headers;
  const id = capture.headers["webhook-id"];
  const scheme = id === undefined ? "mynth" : "standard-webhooks";
  const body = Buffer.from(capture.body, "base64").toString();
  return { ...headers, ...signDelivery(body, { secret, scheme, ...(id === undefined ? {} : { id }) }).headers };
}
