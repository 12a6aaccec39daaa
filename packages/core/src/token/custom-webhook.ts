import { readClock } from "../read-clock.ts";
import { sevenDays } from "../seven-days.ts";
import { assertToken } from "./assert-token.ts";
import { parseHttpsUrl } from "./https-url.ts";
import { createMintingKey, mintToken } from "./minted-token.ts";

/** Options of `customWebhook()`. */
export interface CustomWebhookOptions {
  /** Your own secret of at least 16 characters. The receiver needs the same one in `token.mintedWith`. */
  readonly secret: string;
  /**
   * How long the URL is valid, in seconds. It must outlast the task and Mynth's retries, about 72 hours.
   * @default 604_800 (7 days)
   */
  readonly expiresIn?: number | undefined;
  /** JSON for `delivery.state`, such as the id of an order. Anyone who has the URL can read it. */
  readonly state?: unknown;
  /**
   * Name of the query parameter that contains the token.
   * @default "token"
   */
  readonly parameter?: string | undefined;
  /**
   * Returns the current time in milliseconds since 1970.
   * @default () => Date.now()
   */
  readonly clock?: (() => number) | undefined;
  /**
   * `true` accepts private, loopback, link-local and local hosts, for tests. Mynth rejects them and does not retry.
   * @default false
   */
  readonly allowPrivateHosts?: boolean | undefined;
}

/** One entry of a request's `webhook.custom`. */
export interface CustomWebhook {
  /** The URL with its token. */
  readonly url: string;
}

/** The length of the longest URL, in characters. Proxies may truncate or reject longer ones. */
const maxUrlLength = 2048;

/**
 * Creates the URL of a custom webhook for one task, because Mynth does not sign those deliveries. Its token expires,
 * and nobody can create or change it without the secret.
 *
 * @remarks The body stays unsigned: until the token expires, anyone who has the URL can send any body. Confirm
 * important facts by fetching the task.
 *
 * @throws {TypeError} if the URL is not https, its host is not public, or an option is invalid
 *
 * @example
 * const webhook = await customWebhook("https://example.com/webhooks/mynth", { secret, state: { order: "ord_42" } });
 * await mynth.image.generate({ prompt, ...taskWebhooks({ custom: [webhook] }) });
 */
export async function customWebhook(url: string, options: CustomWebhookOptions): Promise<CustomWebhook> {
  const { secret, expiresIn = sevenDays, state, parameter = "token", clock = () => Date.now() } = options;
  assertToken(secret);
  if (!Number.isSafeInteger(expiresIn) || expiresIn <= 0) {
    throw new TypeError("customWebhook(): expiresIn must be a positive whole number of seconds.");
  }
  const target = parseHttpsUrl(url, options);
  if (target.searchParams.has(parameter)) {
    throw new TypeError(`customWebhook(): the URL already has a parameter "${parameter}".`);
  }
  const expires = Math.floor(readClock(clock) / 1000) + expiresIn;
  target.searchParams.set(parameter, await mintToken({ expires, state }, createMintingKey(secret)));
  if (target.href.length > maxUrlLength) {
    throw new TypeError(
      `customWebhook(): with this state, the URL is longer than ${maxUrlLength} characters. Pass only an id as the state.`,
    );
  }
  return { url: target.href };
}
