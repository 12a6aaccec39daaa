import type { SignatureScheme } from "@mynth-webhooks/core";
import { getScheme } from "@mynth-webhooks/core/secrets";
import { signDelivery } from "@mynth-webhooks/testing";
import { Command } from "commander";
import colors from "picocolors";
import { type Capture, getBody, readCapture } from "../capture.ts";
import { assertUrl, deliver, isReceived } from "../deliver.ts";
import { endToEndHeaders } from "../end-to-end-headers.ts";
import { createSecretOption, findSecrets, type SecretOption, selectSecret } from "../secret-option.ts";
import { formatStatus, symbols } from "../symbols.ts";
import { toPrintable, toPrintableJson } from "../to-printable.ts";
import { withExitCode } from "../usage-error.ts";

interface ReplayOptions extends SecretOption {
  readonly to: string;
  readonly asSaved?: boolean;
  readonly json?: boolean;
}

export function createReplayCommand(): Command {
  return new Command("replay")
    .description("send saved deliveries again, with a new signature if there is a secret")
    .argument("<capture...>", "files that `listen --save` wrote")
    .requiredOption("--to <url>", "the receiver")
    .option("--as-saved", "keep the saved signature, even if there is a secret")
    .addOption(createSecretOption())
    .option("--json", "print one line of JSON per delivery")
    .action(withExitCode(replay));
}

async function replay(files: readonly string[], options: ReplayOptions): Promise<boolean> {
  assertUrl(options.to);
  const secrets = options.asSaved ? [] : await findSecrets(options);
  const names = new Map(files.map((file) => [file, toPrintable(file, [], 200)]));
  const width = Math.max(...[...names.values()].map((name) => name.length));
  let allReceived = true;
  for (const file of files) {
    const capture = await readCapture(file);
    const answer = await deliver(options.to, { headers: getHeaders(capture, secrets), body: getBody(capture) });
    const right = isReceived(answer);
    allReceived &&= right;
    const { status, time, fault } = answer;
    if (options.json) {
      console.log(toPrintableJson({ file, right, status, time, fault }));
      continue;
    }
    const answered = `${formatStatus(answer)}${status === undefined ? "" : ` in ${time} ms`}`;
    const body = colors.dim(toPrintable(answer.body, secrets, 60));
    console.log(
      `${right ? symbols.right : symbols.wrong} ${(names.get(file) ?? "").padEnd(width)}  ${answered}  ${body}`.trimEnd(),
    );
  }
  return allReceived;
}

const signatureHeaders: Readonly<Record<SignatureScheme, string>> = {
  mynth: "x-mynth-signature",
  "standard-webhooks": "webhook-signature",
};

/**
 * Returns the saved headers with a new signature of each scheme that has a secret, since a saved one is stale.
 * An unsigned delivery stays unsigned.
 */
function getHeaders(capture: Capture, secrets: readonly string[]): Record<string, string> {
  const headers = endToEndHeaders(capture.headers);
  const [first, ...others] = secrets;
  const schemes = getSchemes(capture);
  const [scheme] = schemes;
  if (first === undefined || scheme === undefined) return headers;
  const withSecret = schemes.filter((each) => secrets.some((secret) => getScheme(secret) === each));
  for (const name of Object.values(signatureHeaders)) delete headers[name];
  const id = capture.headers["webhook-id"];
  const text = Buffer.from(capture.body, "base64").toString();
  for (const each of withSecret.length > 0 ? withSecret : [scheme]) {
    const secret = selectSecret([first, ...others], each);
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
