import { toPrintable } from "./to-printable.ts";

/** A delivery to send, just signed or from a capture. */
export interface Sendable {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** A receiver's answer. */
export interface Answer {
  /** `undefined` if there was no answer at all. */
  readonly status: number | undefined;
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The decoded body, cut off at `maxAnswerBytes`. */
  readonly body: string;
  /** In milliseconds. */
  readonly time: number;
  /** Why there was no answer, safe to print. */
  readonly fault?: string;
  /** `true` if no answer came in time. A refused or closed connection is not a timeout. */
  readonly timedOut?: boolean;
}

/** How long Mynth waits for an answer, in milliseconds. */
export const mynthTimeoutMs = 30_000;

/** Limits how much of an answer is read. */
const maxAnswerBytes = 256 * 1024;

/** Delivers like Mynth: one POST that follows no redirects. It never rejects. */
export async function deliver(
  url: string,
  { headers, body }: Sendable,
  timeoutMs: number = mynthTimeoutMs,
): Promise<Answer> {
  const started = performance.now();
  const elapsed = () => Math.round(performance.now() - started);
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
    const text = await readStart(response.body);
    return { status: response.status, headers: Object.fromEntries(response.headers), body: text, time: elapsed() };
  } catch (error) {
    const nothing = { status: undefined, headers: {}, body: "", time: elapsed() };
    return error instanceof Error && error.name === "TimeoutError"
      ? { ...nothing, fault: `no answer within ${timeoutMs / 1000} s`, timedOut: true }
      : { ...nothing, fault: describeFault(error) };
  }
}

async function readStart(body: Response["body"]): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  if (body === null) return text;
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    // Leaving the loop cancels the stream.
    if (text.length > maxAnswerBytes) break;
  }
  return text;
}

/** Describes a failed request. The reason may quote a header of a capture, or a name in a server's certificate. */
function describeFault(error: unknown): string {
  return toPrintable(getReason(error), [], 200);
}

function getReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
}

/** Returns whether Mynth would count the delivery as received. */
export function isReceived({ status }: Pick<Answer, "status">): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

/** Returns whether the receiver rejected the delivery. A 5xx, 404 or 405 is not a rejection. */
export function isRejected({ status }: Pick<Answer, "status">): boolean {
  return status !== undefined && status >= 400 && status < 500 && !isNoRoute(status);
}

/** Returns whether the address has no route for POST. */
export function isNoRoute(status: number): boolean {
  return status === 404 || status === 405;
}

/**
 * Checks that a string is an http or https URL.
 *
 * @throws {TypeError} if it is not
 */
export function assertUrl(text: string): void {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return;
  throw new TypeError(`"${text}" is not a URL. Expected one that starts with http:// or https://.`);
}
