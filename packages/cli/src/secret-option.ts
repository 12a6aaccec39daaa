import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import type { SignatureScheme } from "@mynth-webhooks/core";
import { Option } from "commander";
import { UsageError } from "./usage-error.ts";

/** Where a secret may come from beside the environment. */
export interface SecretOption {
  readonly secretFile?: string;
}

export function secretOption(): Option {
  return new Option(
    "--secret-file <file>",
    "read the secret from a file, or from standard input (-); several, one a line",
  );
}

/** The secrets, from the file that was named or from the environment; empty if there are none. */
export async function findSecrets({ secretFile }: SecretOption): Promise<readonly string[]> {
  const { MYNTH_WEBHOOK_SECRET: fromEnvironment } = process.env;
  if (secretFile === undefined) return fromEnvironment ? [fromEnvironment] : [];
  const read = secretFile === "-" ? text(process.stdin) : readFile(secretFile, "utf8");
  // Nothing else is cut off: `verify` is to see white space round a secret.
  return (await read).split(/\r?\n/).filter((line) => line !== "");
}

/**
 * @throws {UsageError} if there is none
 */
export async function assertSecrets(option: SecretOption): Promise<readonly [string, ...string[]]> {
  const [first, ...others] = await findSecrets(option);
  if (first !== undefined) return [first, ...others];
  throw new UsageError("There is no secret: set MYNTH_WEBHOOK_SECRET, or give --secret-file.");
}

/** How a secret signs: each belongs to one scheme. */
export function getScheme(secret: string): SignatureScheme {
  return secret.startsWith("whsec_") ? "standard-webhooks" : "mynth";
}

/**
 * The secret to sign with: the first, or the first of a scheme.
 *
 * @throws {UsageError} if none is of that scheme
 */
export function secretFor(
  secrets: readonly [string, ...string[]],
  scheme: SignatureScheme = getScheme(secrets[0]),
): string {
  const secret = secrets.find((each) => getScheme(each) === scheme);
  if (secret !== undefined) return secret;
  throw new UsageError(
    scheme === "mynth"
      ? "X-Mynth-Signature does not go with a whsec_ secret: give the wbs_ secret."
      : "Standard Webhooks goes with a whsec_ secret only: give that one.",
  );
}
