import type { MynthWebhookError, RespondOutcome } from "@mynth-webhooks/core";
import { toResponse } from "@mynth-webhooks/core/web";
import { HTTPException } from "hono/http-exception";

/** The error of a rejected request for `app.onError`. */
export class Rejection extends HTTPException {
  readonly #outcome: RespondOutcome;

  constructor(outcome: RespondOutcome, error: MynthWebhookError) {
    super(error.status, { message: error.message, cause: error });
    this.#outcome = outcome;
  }

  /** Creates a new response each time. Hono would copy one response, through a stream. */
  override getResponse(): Response {
    return toResponse(this.#outcome);
  }
}
