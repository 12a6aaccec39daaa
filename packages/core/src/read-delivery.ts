import { MynthWebhookError } from "./error.ts";
import { headerOf, type Incoming } from "./incoming.ts";
import type { VerifySettings } from "./options.ts";
import { readBody } from "./read-body.ts";
import { requireSignatures } from "./read-signatures.ts";
import type { SecretResolver } from "./secret.ts";
import type { Signature } from "./signature.ts";
import { requireFresh } from "./timestamp.ts";

/** What has to be in hand before a signature can be checked. */
export interface UnverifiedDelivery {
  readonly signatures: readonly Signature[];
  readonly secrets: readonly string[];
  readonly rawBody: Uint8Array;
}

/** Where neither option nor framework says otherwise, in bytes. */
const defaultBodyLimit = 1_048_576;

/**
 * Takes in a delivery, cheap before dear: without a well-formed, fresh header no secret is looked up and no body read.
 *
 * @throws {MynthWebhookError}
 */
export async function readDelivery<Context>(
  incoming: Incoming,
  context: Context,
  resolveSecrets: SecretResolver<Context>,
  settings: VerifySettings,
): Promise<UnverifiedDelivery> {
  const signatures = requireSignatures(incoming);
  for (const { timestamp } of signatures) requireFresh(timestamp, settings.clock(), settings.tolerance);
  requireUncompressed(incoming);
  const secrets = await resolveSecrets(context);
  const rawBody = await readBody(incoming.body, bodyLimitOf(incoming, settings), declaredLength(incoming));
  return { signatures, secrets, rawBody };
}

/**
 * Whether more of the body may still come than a server takes in without a second thought, so that leaving it unread
 * needs care.
 */
export function hasLongBody(incoming: Incoming, settings: VerifySettings): boolean {
  const length = declaredLength(incoming);
  if (length === undefined) return headerOf(incoming, "transfer-encoding") !== undefined;
  return length > bodyLimitOf(incoming, settings);
}

/** The signature covers the bytes of the wire; whatever inflated them on the way did not check it. */
function requireUncompressed(incoming: Incoming): void {
  const encoding = headerOf(incoming, "content-encoding");
  if (encoding === undefined || encoding === "" || encoding.toLowerCase() === "identity") return;
  throw new MynthWebhookError("unsupported_encoding");
}

function bodyLimitOf(incoming: Incoming, settings: VerifySettings): number {
  return settings.bodyLimit ?? incoming.bodyLimit ?? defaultBodyLimit;
}

function declaredLength(incoming: Incoming): number | undefined {
  const header = headerOf(incoming, "content-length");
  return header !== undefined && /^[0-9]+$/.test(header) ? Number(header) : undefined;
}
