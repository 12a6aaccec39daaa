import type { Delivery } from "./delivery.ts";
import type { MynthEvent, UnknownMynthEvent } from "./events/event.ts";
import { assertVerifyOptions } from "./option-checks.ts";
import { createVerifySettings, type VerifyOptions } from "./options.ts";
import { BodyReader } from "./request/body-reader.ts";
import { type RawRequest, toIncomingRequest } from "./request/raw-request.ts";
import { withDefaultSecret } from "./signature/secret.ts";
import type { Secrets } from "./signature/secret-provider.ts";
import { createAuthenticator, verifyRequest } from "./verify-request.ts";
import { fromWebRequest, isWebRequest, type WebRequest } from "./web/from-web-request.ts";

/** A verified event and its delivery. `known` is true if this package knows the event's name. */
export type VerifyResult =
  | { readonly known: true; readonly event: MynthEvent; readonly delivery: Delivery }
  | { readonly known: false; readonly event: UnknownMynthEvent; readonly delivery: Delivery };

/**
 * Verifies one delivery, for servers without an adapter: a web `Request`, or the headers and the bytes of a body that is
 * already read. Without a secret argument, `MYNTH_WEBHOOK_SECRET` is read.
 *
 * @throws {MynthWebhookError} with a `code` and the `status` to respond with, if the delivery is rejected
 * @throws {TypeError} on an invalid secret or option, or a request whose body is not bytes
 *
 * @example
 * const { event } = await verifyDelivery(request, secret);
 * const { event } = await verifyDelivery({ headers: req.headers, body: req.rawBody }, secret);
 */
export async function verifyDelivery(
  request: RawRequest | WebRequest,
  ...args: [secret?: Secrets, options?: VerifyOptions]
): Promise<VerifyResult> {
  const [secret, options = {}] = withDefaultSecret(args);
  assertVerifyOptions(options);
  const settings = createVerifySettings(options);
  const incoming = isWebRequest(request) ? fromWebRequest(request) : toIncomingRequest(request);
  const body = new BodyReader(incoming, settings.bodyLimit);
  const authenticator = createAuthenticator(secret, options.token);
  const { byOldSecret: _, ...verified } = await verifyRequest(incoming, body, undefined, authenticator, settings);
  return verified;
}
