import type { SignedDelivery } from "@mynth-webhooks/testing";

/** What a receiver answered. */
export interface Answer {
  /** `undefined` if there was no answer at all. */
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** In milliseconds. */
  readonly time: number;
  /** Why there was no answer. */
  readonly fault?: string;
}

/** What Mynth waits for an answer, in milliseconds. */
const patience = 30_000;

/** Delivers as Mynth does: one POST, no redirects followed, 30 seconds for the answer. */
export async function deliver(
  url: string,
  { headers, body }: { headers: SignedDelivery["headers"]; body: string | Uint8Array<ArrayBuffer> },
): Promise<Answer> {
  const started = performance.now();
  const elapsed = () => Math.round(performance.now() - started);
  try {
    const signal = AbortSignal.timeout(patience);
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal });
    const text = await response.text();
    return { status: response.status, headers: Object.fromEntries(response.headers), body: text, time: elapsed() };
  } catch (error) {
    return { status: undefined, headers: {}, body: "", time: elapsed(), fault: faultOf(error) };
  }
}

function faultOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "no answer within 30 seconds";
  return error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
}

/** Whether Mynth would take the delivery for received. */
export function isReceived({ status }: Pick<Answer, "status">): boolean {
  return status !== undefined && status >= 200 && status < 300;
}

/**
 * @throws {TypeError} if it is no http or https URL
 */
export function requireUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new TypeError(`"${text}" is not a URL: it has to begin with http:// or https://.`);
}
