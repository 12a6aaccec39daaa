import type { MynthWebhookError, RespondOutcome } from "@mynth-webhooks/core";
import { HTTPException } from "hono/http-exception";

/** A refusal as `app.onError` gets it. */
export class Refusal extends HTTPException {
  readonly #outcome: RespondOutcome;

  constructor(outcome: RespondOutcome, error: MynthWebhookError) {
    super(error.status, { res: responseOf(outcome), message: error.message, cause: error });
    this.#outcome = outcome;
  }

  override getResponse(): Response {
    const response = responseOf(this.#outcome);
    // Hono's own error handler makes a new response of `body`: of the text that is one write, of a stream many times that.
    return Object.defineProperty(response, "body", { value: this.#outcome.body });
  }
}

export function responseOf({ body, status, headers }: RespondOutcome): Response {
  return new Response(body, { status, headers });
}
