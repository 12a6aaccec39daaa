import { mintToken } from "./minted-token.ts";
import { assertToken } from "./token.ts";

/** How the token of a custom webhook is minted. */
export interface CustomWebhookOptions {
  /** A secret of your own, of at least 16 characters; the same as the receiver's `token.mintedWith`. */
  readonly secret: string;
  /**
   * How long the URL is good for, in seconds. Has to outlast the task and Mynth's retries, which go on for about 72
   * hours. Default 604,800: 7 days.
   */
  readonly expiresIn?: number;
  /** What the handler is to find in `delivery.state`, such as an order's id: JSON, readable by whoever has the URL. */
  readonly state?: unknown;
  /** The query parameter the token goes into. Default `"token"`. */
  readonly parameter?: string;
  /** The clock, in milliseconds since 1970. Default `Date.now`. */
  readonly clock?: () => number;
}

/** One entry of a request's `webhook.custom`. */
export interface CustomWebhook {
  /** With its token. */
  readonly url: string;
}

const sevenDays = 604_800;

/** Longer URLs are cut off or refused on their way (in characters). */
const maxUrlLength = 2048;

/**
 * Makes the URL of a custom webhook for one task. Mynth does not sign those deliveries; the URL carries a token that
 * ends by itself and that nobody can make or change without the secret. The body stays unsigned: whoever has the URL
 * can send anything to it until it ends, so confirm what matters by fetching the task.
 *
 * @throws {TypeError} if the URL is not https, or an option cannot be meant
 *
 * @example
 * const webhook = await customWebhook("https://example.com/webhooks/mynth", { secret, state: { order: "ord_42" } });
 * await mynth.image.generate({ prompt, ...taskWebhooks({ custom: [webhook] }) });
 */
export async function customWebhook(url: string, options: CustomWebhookOptions): Promise<CustomWebhook> {
  const { secret, expiresIn = sevenDays, state, parameter = "token", clock = Date.now } = options;
  assertToken(secret);
  if (!Number.isSafeInteger(expiresIn) || expiresIn <= 0) {
    throw new TypeError("expiresIn must be a positive whole number of seconds.");
  }
  const target = assertHttps(url);
  if (target.searchParams.has(parameter)) throw new TypeError(`The URL has a parameter "${parameter}" already.`);
  const expires = Math.floor(clock() / 1000) + expiresIn;
  target.searchParams.set(parameter, await mintToken({ expires, state }, secret));
  if (target.href.length > maxUrlLength) {
    throw new TypeError(`With this state the URL is longer than ${maxUrlLength} characters: keep an id in it instead.`);
  }
  return { url: target.href };
}

/** Which webhooks are to hear of a task. */
export interface TaskWebhooksOptions {
  /** URLs of your own for this task alone, at most 5. */
  readonly custom?: readonly (string | CustomWebhook)[];
  /** `false`: no webhook at all hears of the task. As the guide has it. */
  readonly enabled?: boolean;
  /** `false`: the registered webhooks do not hear of the task. As later SDKs have it. */
  readonly registered?: boolean;
}

/** The part of a request that says which webhooks are to hear of its task. */
export interface TaskWebhooks {
  /** Goes into the request to Mynth's API. */
  readonly webhook: {
    readonly enabled?: boolean;
    readonly registered?: boolean;
    readonly custom?: readonly CustomWebhook[];
  };
}

/** As many custom webhooks as a request may have. */
const maxCustomWebhooks = 5;

/**
 * The `webhook` part of a request, as plain data to spread into it.
 *
 * @throws {TypeError} on more than 5 URLs, or one that is not https
 *
 * @example
 * { prompt, ...taskWebhooks({ enabled: true, custom: [{ url: "https://example.com/webhooks/mynth?token=..." }] }) }
 */
export function taskWebhooks({ custom, enabled, registered }: TaskWebhooksOptions): TaskWebhooks {
  if (custom && custom.length > maxCustomWebhooks) {
    throw new TypeError(`A request takes at most ${maxCustomWebhooks} custom webhooks; these are ${custom.length}.`);
  }
  const urls = custom?.map((entry) => assertHttps(typeof entry === "string" ? entry : entry.url).href);
  return {
    webhook: {
      ...(enabled === undefined ? {} : { enabled }),
      ...(registered === undefined ? {} : { registered }),
      ...(urls === undefined ? {} : { custom: urls.map((url) => ({ url })) }),
    },
  };
}

/** The message never repeats the URL, which may hold a token. */
function assertHttps(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined)
    throw new TypeError("The URL of a custom webhook is not a URL: it has to be a whole one, with https://.");
  if (url.protocol !== "https:") throw new TypeError("The URL of a custom webhook has to begin with https://.");
  if (url.username !== "" || url.password !== "") {
    throw new TypeError("The URL of a custom webhook must not hold a user name or a password: use a token.");
  }
  return url;
}
