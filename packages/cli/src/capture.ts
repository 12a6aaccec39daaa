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

/** Of a name in a file's, in characters: file systems take 255 for all of it. */
const longestName = 100;

/** How many captures of one name and one millisecond there can be. */
const most = 1000;

/** Saves a capture under its time and a name, and gives the file. Never over another one. */
export async function saveCapture(folder: string, capture: Capture, name: string): Promise<string> {
  const start = join(folder, `${capture.receivedAt.replaceAll(":", "-")}-${fileName(name)}`);
  const text = `${JSON.stringify(capture, undefined, 2)}\n`;
  for (let count = 1; count <= most; count += 1) {
    const file = count === 1 ? `${start}.json` : `${start}-${count}.json`;
    if (await isWritten(file, text)) return file;
  }
  throw new Error(`There are ${most} captures named ${start} already.`);
}

function fileName(name: string): string {
  return name.slice(0, longestName).replace(/[^\w.-]/g, "_");
}

/** Whether the file could be made; it could not if there is one. */
async function isWritten(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Reads what `saveCapture` wrote.
 *
 * @throws {UsageError} if the file is no capture
 */
export async function readCapture(file: string): Promise<Capture> {
  const capture: unknown = parse(await readFile(file, "utf8"));
  if (isCapture(capture)) return capture;
  throw new UsageError(`${file} is no capture: it has to hold receivedAt, method, url, headers and body (base64).`);
}

/** The body, byte for byte as it came. */
export function getBody({ body }: Capture): Uint8Array<ArrayBuffer> {
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
    typeof value.headers === "object" &&
    value.headers !== null &&
    Object.values(value.headers).every((header) => typeof header === "string")
  );
}
