import { andThen } from "./and-then.ts";
import { callHook } from "./call-hook.ts";
import { createDefaultOnError } from "./default-on-error.ts";
import type { Delivery } from "./delivery.ts";
import { DeliveryRecord } from "./delivery-record.ts";
import { MynthWebhookError } from "./error.ts";
import type { MynthEvent, ReceivedEvent, UnknownMynthEvent } from "./events/event.ts";
import { isKnownEvent } from "./events/is-known-event.ts";
import { preloadIssueFinder } from "./events/load-issue-finder.ts";
import { createDeduplicator, type Deduplicator, noDeduplicator } from "./idempotency/deduplicator.ts";
import type { StoreError } from "./idempotency/store-error.ts";
import type { IncomingRequest } from "./incoming-request.ts";
import { assertReceiverOptions } from "./option-checks.ts";
import { createVerifySettings, type ReceiverOptions } from "./options.ts";
import type { Outcome } from "./outcome.ts";
import { BodyReader } from "./request/body-reader.ts";
import { hasBody, isSafeMethod } from "./request/safe-methods.ts";
import { createAcknowledgment, createRejection } from "./responses.ts";
import { missingSecretWarning, type SecretSource, withDefaultSecret } from "./signature/secret.ts";
import { toLogText } from "./to-log-text.ts";
import { createAuthenticator, type VerifiedRequest, verifyRequest } from "./verify-request.ts";

/** Verifies requests. `Context` is the framework's own request, which callbacks get. */
export interface Receiver<Context = unknown> {
  /**
   * Verifies one request, synchronously if nothing has to be awaited. It throws or rejects only if your clock, your key
   * function or this package fails; a rejected request is an outcome.
   */
  receive(request: IncomingRequest, context: Context): Outcome | Promise<Outcome>;
  /**
   * Resolves when the store has recorded the results of all settled deliveries. Wait for it after the server is closed,
   * and before the store's connection is. It takes at most as long as a lease.
   */
  drain(): Promise<void>;
}

/**
 * Creates the receiver that every adapter uses. Without arguments, `MYNTH_WEBHOOK_SECRET` is read when a request arrives.
 *
 * @throws {TypeError} on an invalid secret or option
 *
 * @example
 * const receiver = createReceiver(process.env.MYNTH_WEBHOOK_SECRET);
 * const outcome = await receiver.receive({ method, url, header, body }, request);
 */
export function createReceiver<Context = unknown>(
  ...args: [secret?: SecretSource<Context>, options?: ReceiverOptions<Context>]
): Receiver<Context> {
  const [secret, options = {}] = withDefaultSecret(args);
  assertReceiverOptions(options);
  if ((secret ?? undefined) === undefined) console.error(missingSecretWarning);
  preloadIssueFinder();
  const settings = createVerifySettings(options);
  const authenticator = createAuthenticator(secret, options.token);
  const { onDelivery, onDuplicate, onIssues, onOldSecret, onUnknownEvent } = options;
  const { onError = createDefaultOnError(settings.clock), onStoreError = reportStoreError } = options;
  const deduplicator: Deduplicator<Context> =
    options.idempotency === undefined
      ? noDeduplicator
      : createDeduplicator(options.idempotency, (error, delivery) => callHook(() => onStoreError(error, delivery)));
  const unknownEvents: string = options.unknownEvents ?? "acknowledge";
  const receiver: Receiver<Context> = {
    receive(request, context) {
      if (isSafeMethod(request.method) && !hasBody(request)) return { kind: "pass" };
      const { earlier } = request;
      // Two matching routes may run the same guard twice. Another guard verifies the same bytes with its own secrets.
      if (earlier instanceof DeliveryRecord && earlier.isDeliveredBy(receiver)) return { kind: "pass" };
      const body = new BodyReader(request, settings.bodyLimit);
      const onFailure = (error: unknown) => reject(error, body, context);
      try {
        const verified = verifyRequest(request, body, context, authenticator, settings);
        const outcome = andThen(verified, (verified) => deliver(verified, request, context));
        return outcome instanceof Promise ? outcome.catch(onFailure) : outcome;
      } catch (error) {
        return onFailure(error);
      }
    },
    drain: () => deduplicator.drain(),
  };
  return receiver;

  function deliver(
    verified: VerifiedRequest,
    { earlier }: IncomingRequest,
    context: Context,
  ): Outcome | Promise<Outcome> {
    const { event, delivery } = verified;
    if (verified.byOldSecret) callHook(() => onOldSecret?.(delivery.secretIndex, delivery, context));
    if (!verified.known) {
      callHook(() => onUnknownEvent?.(verified.event, delivery, context));
      if (unknownEvents === "refuse") throw new MynthWebhookError("unknown_event");
    }
    if (!isForHandler(event)) return createAcknowledgment();
    return andThen(deduplicator.claimEvent(event, delivery, context, earlier), (handle) => {
      if (handle === "done") {
        callHook(() => onDuplicate?.(event, delivery, context));
        return createAcknowledgment();
      }
      const claim = handle.claim ?? earlier?.claim;
      if (claim) delivery.claim = claim;
      delivery.deliverBy(receiver);
      callHook(() => onDelivery?.(event, delivery, context));
      if (onIssues && delivery.issues.length > 0) callHook(() => onIssues(delivery.issues, event, delivery, context));
      return { kind: "deliver", event, delivery, settle: handle.settle };
    });
  }

  /** The types allow `"deliver"` only if `ReceivedEvent` includes unknown events. */
  function isForHandler(event: MynthEvent | UnknownMynthEvent): event is ReceivedEvent {
    return isKnownEvent(event) || unknownEvents === "deliver";
  }

  function reject(error: unknown, body: BodyReader, context: Context): Outcome | Promise<Outcome> {
    if (!(error instanceof MynthWebhookError)) throw error;
    callHook(() => onError(error, context));
    return andThen(body.drainUnread(), (headers) => createRejection(error, headers));
  }
}

function reportStoreError({ code, message, cause }: StoreError, { key }: Delivery): void {
  console.error(`mynthWebhook: ${code}: ${message} Key: ${toLogText(key)}.`, ...(cause === undefined ? [] : [cause]));
}
