import type { MynthWebhookError, RespondOutcome } from "@mynth-webhooks/core";
import { HTTPException } from "hono/http-exception";

/** A refusal as `app.onError` gets it. */
export class Refusal extends HTTPException {
  readonly #outcome: RespondOutcome;

  constructor(outcome: RespondOutcome, error: MynthWebhookError) {
    super(error.status, { message: error.message, cause: error });
    this.#outcome = outcome;
  }

  /** Made anew each time: Hono's own would make it of another response, by way of a stream. */
  override getResponse(): Response {
    return toResponse(this.#outcome);
  }
}

export function toResponse({ body, status, headers }: RespondOutcome): Response {
  return new Response(body, { status, headers });
}
