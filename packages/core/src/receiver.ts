import { createDefaultOnError } from "./default-on-error.ts";
import type { Delivery } from "./delivery.ts";
import { MynthWebhookError } from "./error.ts";
import type { MynthEvent, ReceivedEvent, UnknownMynthEvent } from "./events/event.ts";
import { isKnownEvent } from "./events/known-events.ts";
import { preloadDetailIssues } from "./events/load-detail-issues.ts";
import { type ClaimEvent, createDeduplicator, unprotected } from "./idempotency/deduplicator.ts";
import type { IncomingRequest } from "./incoming-request.ts";
import { assertReceiverOptions } from "./option-checks.ts";
import { type ReceiverOptions, type VerifySettings, verifySettings } from "./options.ts";
import type { Outcome, RespondOutcome } from "./outcome.ts";
import { createAuthenticator, hasUnreadBody, readDelivery } from "./read-delivery.ts";
import { drainBody } from "./request/drain-body.ts";
import { isSafeMethod } from "./request/safe-methods.ts";
import type { SecretSource } from "./signature/secret.ts";
import { verify } from "./verify.ts";

/** Decides about requests. `Context` is the framework's own request, for the options that want it. */
export interface Receiver<Context = unknown> {
  /** Rejects only on a fault of this package, or of a clock or a key of your own; everything a request can do is an outcome. */
  receive(incoming: IncomingRequest, context: Context): Promise<Outcome>;
}

/**
 * Makes what stands behind every adapter.
 *
 * @throws {TypeError} on a secret or an option that cannot be meant
 *
 * @example
 * const receiver = createReceiver(process.env.MYNTH_WEBHOOK_SECRET);
 * const outcome = await receiver.receive({ method, url, header, body }, request);
 */
export function createReceiver<Context = unknown>(
  secret?: SecretSource<Context>,
  options: ReceiverOptions<Context> = {},
): Receiver<Context> {
  assertReceiverOptions(options);
  preloadDetailIssues();
  const settings = verifySettings(options);
  const rules = createAuthenticator(secret, options.token);
  const { onDelivery, onDuplicate, onIssues, onOldSecret, onUnknownEvent } = options;
  const { onError = createDefaultOnError(settings.clock), onStoreError = reportStoreError } = options;
  const claimEvent: ClaimEvent<Context> | undefined =
    options.idempotency &&
    createDeduplicator(options.idempotency, (error, delivery) => callHook(() => onStoreError(error, delivery)));
  const unknownEvents: string = options.unknownEvents ?? "acknowledge";

  /** The types allow `"deliver"` only where they let a handler expect an unknown event. */
  function isForHandler(event: MynthEvent | UnknownMynthEvent): event is ReceivedEvent {
    return isKnownEvent(event) || unknownEvents === "deliver";
  }

  return {
    async receive(incoming, context) {
      if (isSafeMethod(incoming.method)) return { kind: "pass" };
      let bodyRead = false;
      try {
        const unverified = await readDelivery(incoming, context, rules, settings);
        bodyRead = true;
        const verified = await verify(unverified, incoming, settings.strict);
        const { event, delivery } = verified;
        if (verified.byOldSecret) callHook(() => onOldSecret?.(delivery.secretIndex, delivery, context));
        if (!verified.known) {
          callHook(() => onUnknownEvent?.(verified.event, delivery, context));
          if (unknownEvents === "refuse") throw new MynthWebhookError("unknown_event");
        }
        if (!isForHandler(event)) return acknowledge();
        const leave = claimEvent ? await claimEvent(event, delivery, context) : unprotected;
        if (leave === undefined) {
          callHook(() => onDuplicate?.(event, delivery, context));
          return acknowledge();
        }
        // In place: a copy would work out the issues, which wait until they are read.
        if (leave.claim) Object.assign(delivery, { claim: leave.claim });
        callHook(() => onDelivery?.(event, delivery, context));
        if (onIssues && delivery.issues.length > 0) callHook(() => onIssues(delivery.issues, event, delivery, context));
        return { kind: "deliver", event, delivery, settle: leave.settle };
      } catch (error) {
        if (!(error instanceof MynthWebhookError)) throw error;
        callHook(() => onError(error, context));
        return refuse(error, bodyRead ? {} : await drainUnread(incoming, settings));
      }
    },
  };
}

/** Headers that let the caller read the answer although nobody reads its body. */
async function drainUnread(incoming: IncomingRequest, settings: VerifySettings): Promise<Record<string, string>> {
  if (!hasUnreadBody(incoming, settings)) return {};
  await drainBody(incoming.body);
  return { connection: "close" };
}

/** In seconds: what Mynth waits before its first retry. */
const retryAfter = "5";

function refuse(error: MynthWebhookError, headers: Record<string, string>): RespondOutcome {
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

/** Received, and nobody's to handle: the sender need not try again. */
function acknowledge(): RespondOutcome {
  return { kind: "respond", status: 200, headers: {}, body: "" };
}

function reportStoreError(error: unknown, delivery: Delivery): void {
  console.error(`mynthWebhook: ${delivery.key} is handled, and its store does not know so.`, error);
}

/** A hook observes: what it throws, or rejects with, must not cost a delivery, nor end the process, nor go unseen. */
function callHook(hook: () => unknown): void {
  try {
    const told = hook();
    if (told !== undefined) Promise.resolve(told).catch(reportHookError);
  } catch (error) {
    reportHookError(error);
  }
}

function reportHookError(error: unknown): void {
  console.error("A hook given to mynthWebhook() threw.", error);
}
