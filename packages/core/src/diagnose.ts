import { explainRejection } from "./diagnose/explain-rejection.ts";
import { MynthWebhookError, type MynthWebhookErrorCode } from "./error.ts";
import { assertVerifyOptions } from "./option-checks.ts";
import { readClock } from "./read-clock.ts";
import type { RawRequest } from "./request/raw-request.ts";
import type { Secrets } from "./signature/secret-provider.ts";
import { defaultTolerance } from "./signature/timestamp.ts";
import { verifyDelivery } from "./verify-delivery.ts";

/** The result of `diagnose()`. */
export interface Diagnosis {
  /** Whether a receiver with this secret accepts the delivery. */
  readonly verified: boolean;
  /** The error code of the rejection. `invalid_secret` also means a secret that is rejected at startup. */
  readonly code?: MynthWebhookErrorCode;
  /** The stable names of the causes, usually one. Empty if no known cause explains the rejection. */
  readonly causes: readonly string[];
  /** One sentence for each cause, with a fix. It contains nothing of the secret or the body. */
  readonly explanation: string;
}

/** Options of `diagnose()`. */
export interface DiagnoseOptions {
  /**
   * Largest difference between the signed timestamp and the clock, in seconds.
   * @default 300
   */
  readonly tolerance?: number | undefined;
  /**
   * Returns the current time in milliseconds since 1970. For a saved delivery, return the time it arrived.
   * @default () => Date.now()
   */
  readonly clock?: (() => number) | undefined;
}

/**
 * Explains why a delivery does not verify, by trying common changes to bodies, secrets and timestamps. For development
 * only: it would tell a caller too much.
 *
 * @throws {TypeError} on an invalid option
 *
 * @example
 * const { explanation } = await diagnose({ headers, body }, process.env.MYNTH_WEBHOOK_SECRET ?? "");
 */
export async function diagnose(
  request: RawRequest,
  secret: Secrets,
  { tolerance = defaultTolerance, clock = () => Date.now() }: DiagnoseOptions = {},
): Promise<Diagnosis> {
  assertVerifyOptions({ tolerance, clock });
  try {
    const { delivery } = await verifyDelivery(request, secret, { tolerance, clock });
    return {
      verified: true,
      causes: [],
      explanation: `Verified: ${delivery.originalEventName}, by ${delivery.scheme}.`,
    };
  } catch (error) {
    const rejection = toRejection(error);
    const secrets = typeof secret === "string" ? [secret] : secret;
    const { causes, sentences } = await explainRejection(rejection, request, secrets, readClock(clock));
    const explanation = causes.length > 0 ? sentences.join(" ") : `${rejection.message} ${rejection.hint}`;
    return { verified: false, code: rejection.code, causes, explanation };
  }
}

function toRejection(error: unknown): MynthWebhookError {
  if (error instanceof MynthWebhookError) return error;
  if (error instanceof TypeError) return new MynthWebhookError("invalid_secret", { cause: error, hint: error.message });
  throw error;
}
