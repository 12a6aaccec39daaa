/**
 * Every rejection, with its HTTP status, the message for the caller and a hint for the receiver's owner. Faults of the
 * sender are 4xx. Faults of the receiver are 5xx, so that the sender retries.
 */
export const errorCodes = {
  missing_signature: {
    status: 401,
    message: "The request carries no webhook signature.",
    hint: "Deliveries of registered webhooks are signed. If this one came from Mynth, look for a proxy that drops the X-Mynth-Signature or webhook-signature header.",
  },
  malformed_signature: {
    status: 400,
    message: "The webhook signature header is malformed.",
    hint: "Expected X-Mynth-Signature: t=<Unix seconds>,v1=<64 lowercase hex digits>, or webhook-signature: v1,<base64> with webhook-id and webhook-timestamp. Look for a proxy that drops, rewrites or repeats headers.",
  },
  signature_mismatch: {
    status: 401,
    message: "The webhook signature does not match.",
    hint: "Either the secret belongs to another webhook, or the body was changed. Compare the secret with the dashboard. Then look for code that changes the body: a parser before mynthWebhook(), or a proxy that reformats JSON.",
  },
  timestamp_out_of_tolerance: {
    status: 401,
    message: "The webhook timestamp is outside the accepted window.",
    hint: "If every delivery is off by the same amount, set the clock of this server (NTP). If only one is off, it was replayed, or delayed by a queue.",
  },
  invalid_token: {
    status: 401,
    message: "The token in the webhook's URL is not valid.",
    hint: "The URL in webhook.custom does not match the option token. Compare them, and look for a proxy that re-encodes URLs.",
  },
  body_too_large: {
    status: 413,
    message: "The request body is too large.",
    hint: "If you expect deliveries of this size, raise bodyLimit (in bytes).",
  },
  body_unreadable: {
    status: 400,
    message: "The request body could not be read to its end.",
    hint: "The connection was cut, or Content-Length does not match the body. The sender retries.",
  },
  unsupported_encoding: {
    status: 415,
    message: "The request body is compressed.",
    hint: "The signature covers the original bytes, and Mynth does not compress them. Look for a proxy that compresses requests.",
  },
  invalid_payload: {
    status: 400,
    message: "The request body is not a valid webhook event.",
    hint: "The delivery was verified, but its body is not a valid event. error.details.issues lists the invalid fields.",
  },
  unknown_event: {
    status: 400,
    message: "The name of the webhook event is not known.",
    hint: 'The option unknownEvents is "refuse". Update this package, or set unknownEvents to "acknowledge" or "deliver".',
  },
  in_progress: {
    status: 409,
    message: "The same event is being handled now.",
    hint: "This is not an error: the event was delivered twice at the same time. The sender retries, and then gets the result.",
  },
  store_unavailable: {
    status: 503,
    message: "The idempotency store is unavailable.",
    hint: "The store in the option idempotency failed, or did not respond in time. Its error is error.cause. The sender retries.",
  },
  body_already_consumed: {
    status: 500,
    message: "The request body was consumed before it could be verified.",
    hint: "A body parser consumed the body and kept no bytes. Move mynthWebhook() before express.json() and other code that reads the body.",
  },
  missing_secret: {
    status: 500,
    message: "No webhook secret is configured.",
    hint: "Pass the secret to mynthWebhook(), or set MYNTH_WEBHOOK_SECRET. If you pass a function, it must return a secret. The sender retries in the meantime.",
  },
  invalid_secret: {
    status: 500,
    message: "The configured webhook secret is not usable.",
    hint: "Copy the secret from the dashboard again. error.cause names the mistake. The sender retries in the meantime.",
  },
  secret_unavailable: {
    status: 503,
    message: "The webhook secret could not be looked up.",
    hint: "The function that returns the secret failed. Its error is error.cause. The sender retries.",
  },
} as const satisfies Record<string, { status: number; message: string; hint: string }>;

/** The stable name of a rejection. It is never renamed, so your code can depend on it. */
export type MynthWebhookErrorCode = keyof typeof errorCodes;

type Status = (typeof errorCodes)[MynthWebhookErrorCode]["status"];

/** Facts about a rejection: numbers and names, never a secret, a signature, a token or a body. */
export type MynthWebhookErrorDetails = Readonly<Record<string, unknown>>;

/**
 * The reason of a rejected request. `code`, `status` and `message` are safe to send to the caller. `details`, `hint`
 * and `cause` are only for your log.
 */
export class MynthWebhookError extends Error {
  /** Always `MynthWebhookError`. */
  override readonly name = "MynthWebhookError";
  /** The stable name of the rejection. */
  readonly code: MynthWebhookErrorCode;
  /** The HTTP status of the response. */
  readonly status: Status;
  /** The same as `status`, under the name that Express and Fastify read. */
  readonly statusCode: Status;
  /** The message may be sent. Nest returns 500 for errors without `status`, `statusCode` and `expose`. */
  readonly expose = true;
  /** Facts such as a time difference, a length or a name. */
  readonly details: MynthWebhookErrorDetails;
  /** The likely cause and its fix. */
  readonly hint: string;

  constructor(
    code: MynthWebhookErrorCode,
    about: { details?: MynthWebhookErrorDetails | undefined; hint?: string | undefined; cause?: unknown } = {},
  ) {
    const { status, message, hint } = errorCodes[code];
    super(message, "cause" in about ? { cause: about.cause } : undefined);
    this.code = code;
    this.status = status;
    this.statusCode = status;
    this.details = about.details ?? {};
    this.hint = about.hint ?? hint;
  }
}
