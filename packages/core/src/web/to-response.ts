import type { RespondOutcome } from "../outcome.ts";

/** Creates the response of an outcome. It is new each time, because a body can be read once. */
export function toResponse({ body, status, headers }: RespondOutcome): Response {
  return new Response(body, { status, headers });
}
