import {
  createReceiver,
  type DeliverOutcome,
  type Delivery,
  type Outcome,
  type ReceivedEvent,
  type ReceiverOptions,
  type Secrets,
} from "@mynth-webhooks/core";
import { fromWebRequest, isWebRequest, settleOnWebResponse, toResponse } from "@mynth-webhooks/core/web";
import { getSecretFromEnvironment } from "./environment.ts";
import { createFailure, isResponse, respondToSafeMethod } from "./responses.ts";

/**
 * Handles one verified event. `context` is what the runtime passes after the request, such as a worker's `env`. A `Response`
 * that it returns is sent; anything else becomes a 204. If it throws, the response is 500 and the sender retries.
 */
export type WebhookHandler<Context extends unknown[] = []> = (
  event: ReceivedEvent,
  delivery: Delivery,
  request: Request,
  ...context: Context
) => unknown;

/** Options of `mynthWebhook()`. Callbacks get the `Request`. */
export interface MynthWebhookOptions<Context extends unknown[] = []> extends ReceiverOptions<Request> {
  /**
   * The secret, an array of secrets, or a function of the request and of what the runtime passes after it.
   * @default `MYNTH_WEBHOOK_SECRET` of the environment or of a worker's `env`, which every request reads
   */
  readonly secret?:
    | Secrets
    | ((request: Request, ...context: Context) => Secrets | undefined | Promise<Secrets | undefined>)
    | undefined;
}

/** The route of `mynthWebhook()`: a function of a web-standard `Request`. */
export interface MynthWebhookRoute<Context extends unknown[] = []> {
  (request: Request, ...context: Context): Promise<Response>;
  /**
   * Resolves when the idempotency store has recorded the results of all deliveries. Wait for it at shutdown, after the
   * server is closed and before the store's connection is. It takes at most as long as a lease.
   *
   * @example
   * process.once("SIGTERM", async () => {
   *   await server.stop();
   *   await webhook.drain();
   *   await pool.end();
   * });
   */
  drain(): Promise<void>;
}

/**
 * Creates a route that runs the handler for every verified delivery, and responds to everything else. GET and HEAD get a
 * 405.
 *
 * @throws {TypeError} on an invalid secret or option
 *
 * @example
 * // Next.js, in app/webhooks/mynth/route.ts
 * export const POST = mynthWebhook((event) => console.log(event.event, event.task.id));
 *
 * // Cloudflare Workers
 * export default { fetch: mynthWebhook<[env: Env]>((event, delivery, request, env) => env.QUEUE.send(event)) };
 */
export function mynthWebhook<Context extends unknown[] = []>(
  handler: WebhookHandler<Context>,
  given: MynthWebhookOptions<Context> = {},
): MynthWebhookRoute<Context> {
  if (typeof handler !== "function")
    throw new TypeError("mynthWebhook(): the first argument must be the handler, a function of the event.");
  const { secret, ...options } = "secret" in given ? given : { ...given, secret: getSecretFromEnvironment };
  // The receiver knows the request alone.
  const lookups = new WeakMap<Request, () => ReturnType<Extract<typeof secret, (...args: never[]) => unknown>>>();
  const receiver = createReceiver(
    typeof secret === "function" ? (request: Request) => lookups.get(request)?.() : secret,
    options,
  );
  return Object.assign(mynthWebhook, { drain: () => receiver.drain() });

  async function mynthWebhook(request: Request, ...context: Context): Promise<Response> {
    if (!isWebRequest(request)) throw new TypeError(noRequest);
    if (typeof secret === "function") lookups.set(request, () => secret(request, ...context));
    let outcome: Outcome;
    try {
      // Servers give every OPTIONS a stream. A body that is not declared needs no check, since no handler runs without an event.
      outcome = await receiver.receive({ ...fromWebRequest(request), hasUndeclaredBody: false }, request);
    } catch (error) {
      return createFailure("could not verify a request", error);
    }
    switch (outcome.kind) {
      case "pass":
        return respondToSafeMethod(request.method);
      case "respond":
        return toResponse(outcome);
      case "deliver":
        return deliver(outcome, request, context);
    }
  }

  async function deliver(outcome: DeliverOutcome, request: Request, context: Context): Promise<Response> {
    let result: unknown;
    try {
      result = await handler(outcome.event, outcome.delivery, request, ...context);
    } catch (error) {
      await outcome.settle(500);
      return createFailure("the handler threw", error);
    }
    try {
      return await settleOnWebResponse(isResponse(result) ? result : new Response(null, { status: 204 }), outcome);
    } catch (error) {
      await outcome.settle(500);
      return createFailure("the handler returned a response that cannot be sent", error);
    }
  }
}

const noRequest =
  "mynthWebhook() of @mynth-webhooks/web must be called with a web-standard Request. Pass your framework's: ({ request }) => webhook(request) in SvelteKit and Astro, event.req in h3 2, toWebRequest(event) in h3 1.";
