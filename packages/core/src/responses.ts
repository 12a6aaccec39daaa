import type { MynthWebhookError } from "./error.ts";
import type { RespondOutcome } from "./outcome.ts";

/** How long Mynth waits before its first retry, in seconds. Source: Mynth's SDK. */
const retryAfter = "5";

/** Creates the response to a rejected request: its code and a constant message. */
export function createRejection(error: MynthWebhookError, headers: Readonly<Record<string, string>>): RespondOutcome {
  const { code, message, status } = error;
  const retry = code === "in_progress" || status === 503 ? { "retry-after": retryAfter } : {};
  return {
    kind: "respond",
    status,
    headers: { "content-type": "application/json", ...retry, ...headers },
    body: JSON.stringify({ error: { code, message } }),
    error,
  };
}

/** Creates the response to an event without a handler, so that the sender does not retry. */
export function createAcknowledgment(): RespondOutcome {
  return { kind: "respond", status: 200, headers: {}, body: "" };
}
