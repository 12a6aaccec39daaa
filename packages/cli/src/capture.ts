import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "./usage-error.ts";

/** A delivery as it came, in a file: what `listen --save` writes and `verify` and `replay` read. */
export interface Capture {
  /** ISO 8601. */
  readonly receivedAt: string;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Base64, so that not a byte changes. */
  readonly body: string;
}

export async function saveCapture(folder: string, capture: Capture, name: string): Promise<string> {
  const file = join(folder, `${capture.receivedAt.replaceAll(":", "-")}-${name}.json`);
  await writeFile(file, `${JSON.stringify(capture, undefined, 2)}\n`);
  return file;
}

/**
 * @throws {UsageError} if the file is no capture
 */
export async function readCapture(file: string): Promise<Capture> {
  const capture: unknown = parse(await readFile(file, "utf8"));
  if (isCapture(capture)) return capture;
  throw new UsageError(`${file} is no capture: it has to hold receivedAt, method, url, headers and body (base64).`);
}

export function bodyOf({ body }: Capture): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(body, "base64"));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isCapture(value: unknown): value is Capture {
  if (typeof value !== "object" || value === null) return false;
  const texts = ["receivedAt", "method", "url", "body"];
  return (
    texts.every((name) => typeof Reflect.get(value, name) === "string") &&
    "headers" in value &&
    typeof value.headers === "object"
  );
}
