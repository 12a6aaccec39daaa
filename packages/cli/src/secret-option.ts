import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import type { SignatureScheme } from "@mynth-webhooks/core";
import { getScheme, secretVariable } from "@mynth-webhooks/core/secrets";
import { Option } from "commander";
import { UsageError } from "./usage-error.ts";

/** Options of every command that needs a secret. */
export interface SecretOption {
  readonly secretFile?: string;
}

export function createSecretOption(): Option {
  return new Option(
    "--secret-file <file>",
    "read the secret from a file, or from standard input (-); put several secrets on separate lines",
  );
}

/** Returns the secrets of the file or of the environment. The array is empty if there are none. */
export async function findSecrets({ secretFile }: SecretOption): Promise<readonly string[]> {
  const fromEnvironment = process.env[secretVariable];
  if (secretFile === undefined) return fromEnvironment ? [fromEnvironment] : [];
  const read = secretFile === "-" ? text(process.stdin) : readFile(secretFile, "utf8");
  // White space around a secret is kept: `verify` has to find it.
  return (await read).split(/\r?\n/).filter((line) => line !== "");
}

/**
 * Returns the secrets, at least one.
 *
 * @throws {UsageError} if there is none
 */
export async function assertSecrets(option: SecretOption): Promise<readonly [string, ...string[]]> {
  const [first, ...others] = await findSecrets(option);
  if (first !== undefined) return [first, ...others];
  throw new UsageError(`There is no secret. Set ${secretVariable} or pass --secret-file.`);
}

/**
 * Returns the secret to sign with: the first one, or the first one of a scheme.
 *
 * @throws {UsageError} if no secret is of that scheme
 */
export function selectSecret(
  secrets: readonly [string, ...string[]],
  scheme: SignatureScheme = getScheme(secrets[0]),
): string {
  const secret = secrets.find((each) => getScheme(each) === scheme);
  if (secret !== undefined) return secret;
  throw new UsageError(
    scheme === "mynth"
      ? "A whsec_ secret cannot sign X-Mynth-Signature. Pass the wbs_ secret."
      : "Standard Webhooks needs a whsec_ secret. Pass that one.",
  );
}
