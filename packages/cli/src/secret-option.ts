import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { Option } from "commander";
import { UsageError } from "./usage-error.ts";

/** Where a secret may come from beside the environment. */
export interface SecretOption {
  readonly secretFile?: string;
}

export function secretOption(): Option {
  return new Option("--secret-file <file>", "read the secret from a file, or from standard input (-)");
}

/** The secret, from the file that was named or from the environment; `undefined` if there is none. */
export async function findSecret({ secretFile }: SecretOption): Promise<string | undefined> {
  if (secretFile === undefined) return process.env.MYNTH_WEBHOOK_SECRET || undefined;
  const read = secretFile === "-" ? text(process.stdin) : readFile(secretFile, "utf8");
  // Files end in a line end, and no secret does.
  return (await read).replace(/\r?\n$/, "");
}

/**
 * @throws {UsageError} if there is none
 */
export async function requireSecret(option: SecretOption): Promise<string> {
  const secret = await findSecret(option);
  if (secret) return secret;
  throw new UsageError("There is no secret: set MYNTH_WEBHOOK_SECRET, or give --secret-file.");
}
