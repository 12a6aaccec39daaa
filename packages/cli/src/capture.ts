import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UsageError } from "./usage-error.ts";

/** One delivery in a file: `listen --save` writes it, `verify` and `replay` read it. */
export interface Capture {
  /** ISO 8601. */
  readonly receivedAt: string;
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Base64, so that every byte is kept. */
  readonly body: string;
}

/** File systems allow 255 characters for the whole file name, the time included. */
const maxNameLength = 100;

/** Limits the captures that share a name and a millisecond. */
const maxCaptures = 1000;

/** Saves a capture under its time and a name, and returns the path. It never overwrites a file. */
export async function saveCapture(folder: string, capture: Capture, name: string): Promise<string> {
  const start = join(folder, `${capture.receivedAt.replaceAll(":", "-")}-${toFileName(name)}`);
  const text = `${JSON.stringify(capture, undefined, 2)}\n`;
  for (let count = 1; count <= maxCaptures; count += 1) {
    const file = count === 1 ? `${start}.json` : `${start}-${count}.json`;
    if (await writeNewFile(file, text)) return file;
  }
  throw new Error(
    `${maxCaptures} captures named ${start} exist already. Delete some of them or save to another folder.`,
  );
}

function toFileName(name: string): string {
  return name.slice(0, maxNameLength).replace(/[^\w.-]/g, "_");
}

/** Returns `false` if the file exists already. */
async function writeNewFile(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Reads a file that `saveCapture` wrote.
 *
 * @throws {UsageError} if the file is not a capture
 */
export async function readCapture(file: string): Promise<Capture> {
  const capture: unknown = parseJson(await readFile(file, "utf8"));
  if (isCapture(capture)) return capture;
  throw new UsageError(
    `${file} is not a capture. A capture is a JSON object with receivedAt (ISO 8601), method, url, headers and body (base64); \`listen --save\` writes one.`,
  );
}

/** Returns the body with every byte as it was received. */
export function getBody({ body }: Capture): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(body, "base64"));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isCapture(value: unknown): value is Capture {
  if (typeof value !== "object" || value === null) return false;
  const stringFields = ["receivedAt", "method", "url", "body"];
  return (
    stringFields.every((name) => typeof Reflect.get(value, name) === "string") &&
    !Number.isNaN(Date.parse(Reflect.get(value, "receivedAt"))) &&
    "headers" in value &&
    typeof value.headers === "object" &&
    value.headers !== null &&
    Object.values(value.headers).every((header) => typeof header === "string")
  );
}
