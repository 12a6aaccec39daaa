/** What is sent: a delivery as it was signed, or as it was saved. */
export interface Sendable {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** What a receiver answered. */
export interface Answer {
  /** `undefined` if there was no answer at all. */
  readonly status: number | undefined;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** As text, and no more of it than anybody looks at. */
  readonly body: string;
  /** In milliseconds. */
  readonly time: number;
  /** Why there was no answer. */
  readonly fault?: string;
  /** Whether nobody answered in time, which is another thing than a connection that is refused or closed. */
  readonly timedOut?: boolean;
}

/** What Mynth waits for an answer, in milliseconds. */
export const mynthTimeoutMs = 30_000;

/** How much of an answer is read, in bytes. */
const answerLimit = 256 * 1024;

/** Delivers as Mynth does: one POST, no redirects followed. `timeoutMs` is in milliseconds. Never rejects. */
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
    const text = await getStart(response.body);
    return { status: response.status, headers: Object.fromEntries(response.headers), body: text, time: elapsed() };
  } catch (error) {
    const nothing = { status: undefined, headers: {}, body: "", time: elapsed() };
    return error instanceof Error && error.name === "TimeoutError"
      ? { ...nothing, fault: `no answer within ${timeoutMs / 1000} s`, timedOut: true }
      : { ...nothing, fault: findFault(error) };
  }
}

async function getStart(body: Response["body"]): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  if (body === null) return text;
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    // Leaving the loop cancels the stream.
    if (text.length > answerLimit) break;
  }
  return text;
}

function findFault(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
}

/** Whether Mynth would take the delivery for received. */
export function isReceived({ status }: Pick<Answer, "status">): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

/** Whether the receiver said no: it did not merely fail, nor is there none at this address. */
export function isRefused({ status }: Pick<Answer, "status">): boolean {
  return status !== undefined && status >= 400 && status < 500 && !isNoRoute(status);
}

/** Whether nothing takes a POST at the address. */
export function isNoRoute(status: number): boolean {
  return status === 404 || status === 405;
}

/**
 * @throws {TypeError} if it is no http or https URL
 */
export function assertUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new TypeError(`"${text}" is not a URL: it has to begin with http:// or https://.`);
}
