import type { Delivery } from "./delivery.ts";
import type { MynthEvent, UnknownMynthEvent } from "./events/event.ts";
import type { IncomingRequest } from "./incoming-request.ts";
import { assertVerifyOptions } from "./option-checks.ts";
import { type VerifyOptions, verifySettings } from "./options.ts";
import { createAuthenticator, readDelivery } from "./read-delivery.ts";
import type { Secrets } from "./signature/secret-provider.ts";
import { verify } from "./verify.ts";

/** A request whose bytes are in hand already. */
export interface RawRequest {
  /** As `fetch` has them, or an object with names in any case. */
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The body as it came: bytes, or text that was decoded without loss. Never JSON made anew. */
  readonly body: Uint8Array | ArrayBuffer | string;
  /** Path and query are enough. Needed with the option `token` only. */
  readonly url?: string;
}

/** What was verified. */
export type VerifyResult =
  | { readonly known: true; readonly event: MynthEvent; readonly delivery: Delivery }
  | { readonly known: false; readonly event: UnknownMynthEvent; readonly delivery: Delivery };

/**
 * Verifies one delivery, for servers that no adapter is made for.
 *
 * @throws {MynthWebhookError} with a `code` and the `status` to answer with, if it is not to be believed
 * @throws {TypeError} on a secret or an option that cannot be meant
 *
 * @example
 * const { event } = await verifyDelivery({ headers: request.headers, body: await request.arrayBuffer() }, secret);
 */
export async function verifyDelivery(
  { headers, body, url = "" }: RawRequest,
  secret?: Secrets,
  options: VerifyOptions = {},
): Promise<VerifyResult> {
  assertVerifyOptions(options);
  const settings = verifySettings(options);
  const incoming: IncomingRequest = { method: "POST", url, header: headerReader(headers), body: toBytes(body) };
  const unverified = await readDelivery(incoming, undefined, createAuthenticator(secret, options.token), settings);
  const { byOldSecret: _, ...verified } = await verify(unverified, incoming, settings.strict);
  return verified;
}

export function headerReader(headers: RawRequest["headers"]): IncomingRequest["header"] {
  if (headers instanceof Headers) return (name) => headers.get(name) ?? undefined;
  const values = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => values.get(name);
}

export function toBytes(body: RawRequest["body"]): Uint8Array {
  if (typeof body === "string") return new TextEncoder().encode(body);
  return body instanceof ArrayBuffer ? new Uint8Array(body) : body;
}
