/**
 * Every way a request can be refused: its HTTP status, the text the caller gets, and what its owner should look at.
 * The statuses follow one rule: a fault of the sender is 4xx, a fault of ours is 5xx, so that the sender tries again.
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
    hint: "Expected X-Mynth-Signature: t=<Unix seconds>,v1=<64 lower-case hex digits>, or webhook-signature: v1,<base64> beside webhook-id and webhook-timestamp. Look for a proxy that drops, rewrites or repeats headers.",
  },
  signature_mismatch: {
    status: 401,
    message: "The webhook signature does not match.",
    hint: "Either the secret is not this webhook's, or the bytes are not those that were sent. Compare the secret with the dashboard, then look for anything that changes the body on its way: a parser before this middleware, a proxy that reformats JSON.",
  },
  timestamp_out_of_tolerance: {
    status: 401,
    message: "The webhook timestamp is outside the accepted window.",
    hint: "A small skew on every delivery is a clock to set (NTP). A large one on a single delivery is a replay or a queue in front of this server.",
  },
  invalid_token: {
    status: 401,
    message: "The token in the webhook's URL is not valid.",
    hint: "The URL given in webhook.custom and the option token do not agree. Compare them, and look for whatever re-encodes URLs.",
  },
  body_too_large: {
    status: 413,
    message: "The request body is too large.",
    hint: "Raise bodyLimit (bytes) if deliveries of this size are expected.",
  },
  body_unreadable: {
    status: 400,
    message: "The request body could not be read to its end.",
    hint: "The connection was cut, or Content-Length does not fit the body. The sender tries again by itself.",
  },
  unsupported_encoding: {
    status: 415,
    message: "The request body is compressed.",
    hint: "The signature covers the bytes on the wire. Mynth does not compress; look for a proxy that does.",
  },
  invalid_payload: {
    status: 400,
    message: "The request body is not a valid webhook event.",
    hint: "The signature was right, so the sender meant this. details.issues tells what does not fit.",
  },
  unknown_event: {
    status: 400,
    message: "The name of the webhook event is not known.",
    hint: 'The option unknownEvents is "refuse". Update this package, or have unknown events acknowledged or delivered.',
  },
  in_progress: {
    status: 409,
    message: "The same event is being handled now.",
    hint: "Not a fault: the event was delivered twice at once. The sender tries again, and is told how it ended.",
  },
  store_unavailable: {
    status: 503,
    message: "The store of handled events could not be asked.",
    hint: "The store of the option idempotency failed or did not answer in time; its error is the cause of this one. The sender tries again by itself.",
  },
  body_already_consumed: {
    status: 500,
    message: "The request body was consumed before it could be verified.",
    hint: "A body parser ran first and kept no bytes. Move mynthWebhook() before express.json() or whatever else reads the body.",
  },
  missing_secret: {
    status: 500,
    message: "No webhook secret is configured.",
    hint: "Give mynthWebhook() the secret, or set MYNTH_WEBHOOK_SECRET; a function that is to give it must not come back without. The sender keeps trying until then.",
  },
  invalid_secret: {
    status: 500,
    message: "The configured webhook secret is not usable.",
    hint: "Copy the secret from the dashboard again. The sender keeps trying until then.",
  },
  secret_unavailable: {
    status: 503,
    message: "The webhook secret could not be looked up.",
    hint: "The function that resolves the secret failed; its error is the cause of this one. The sender tries again by itself.",
  },
} as const satisfies Record<string, { status: number; message: string; hint: string }>;

/** The stable name of a refusal; never renamed, safe to branch on. */
export type MynthWebhookErrorCode = keyof typeof errorCodes;

type Status = (typeof errorCodes)[MynthWebhookErrorCode]["status"];

/** What a refusal knows about its cause: numbers and names, never a secret, a signature, a token or a body. */
export type MynthWebhookErrorDetails = Readonly<Record<string, unknown>>;

/**
 * Why a delivery was refused. `code`, `status` and `message` may be shown to the caller; `details`, `hint` and `cause`
 * are for the owner's log and never sent.
 */
export class MynthWebhookError extends Error {
  /** Always `MynthWebhookError`. */
  override readonly name = "MynthWebhookError";
  /** Which refusal it is. */
  readonly code: MynthWebhookErrorCode;
  /** The HTTP status the refusal is answered with. */
  readonly status: Status;
  /** The same as `status`, under the name Express and Fastify look for. */
  readonly statusCode: Status;
  /** The message may be sent. With the statuses, what Nest knows an HTTP error by: any other it answers with 500. */
  readonly expose = true;
  /** What was found: a skew, a length, a name. */
  readonly details: MynthWebhookErrorDetails;
  /** The likely cause and its cure, in one or two sentences. */
  readonly hint: string;

  constructor(
    code: MynthWebhookErrorCode,
    about: { details?: MynthWebhookErrorDetails; hint?: string; cause?: unknown } = {},
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
