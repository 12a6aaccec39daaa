import { MynthWebhookError } from "../error.ts";
import { getHeader, type IncomingRequest } from "../incoming-request.ts";

/**
 * Rejects a compressed body: the signature covers the original bytes.
 *
 * @throws {MynthWebhookError} `unsupported_encoding`
 */
export function assertUncompressed(request: IncomingRequest): void {
  const encoding = getHeader(request, "content-encoding");
  if (encoding === undefined || encoding === "" || encoding.toLowerCase() === "identity") return;
  throw new MynthWebhookError("unsupported_encoding");
}
