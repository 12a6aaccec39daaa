import type { CustomWebhook } from "./custom-webhook.ts";
import { parseHttpsUrl } from "./https-url.ts";

/** Options of `taskWebhooks()`. */
export interface TaskWebhooksOptions {
  /** Your own URLs for this task, at most 5. */
  readonly custom?: readonly (string | CustomWebhook)[];
  /** `false` disables every webhook for this task. Source: the guide. */
  readonly enabled?: boolean;
  /** `false` disables the registered webhooks for this task. Source: later versions of Mynth's SDK. */
  readonly registered?: boolean;
}

/** The part of a request that selects the webhooks of its task. */
export interface TaskWebhooks {
  /** A field of the request to Mynth's API. */
  readonly webhook: {
    readonly enabled?: boolean;
    readonly registered?: boolean;
    readonly custom?: readonly CustomWebhook[];
  };
}

/** The largest number of custom webhooks in a request. Source: the guide. */
const maxCustomWebhooks = 5;

/**
 * Creates the `webhook` field of a request to Mynth's API, to spread into the request.
 *
 * @throws {TypeError} on more than 5 URLs, or one that is not https
 *
 * @example
 * { prompt, ...taskWebhooks({ enabled: true, custom: [{ url: "https://example.com/webhooks/mynth?token=..." }] }) }
 */
export function taskWebhooks({ custom, enabled, registered }: TaskWebhooksOptions): TaskWebhooks {
  if (custom && custom.length > maxCustomWebhooks) {
    throw new TypeError(`taskWebhooks(): pass at most ${maxCustomWebhooks} custom webhooks, not ${custom.length}.`);
  }
  const urls = custom?.map((entry) => parseHttpsUrl(typeof entry === "string" ? entry : entry.url).href);
  return {
    webhook: {
      ...(enabled === undefined ? {} : { enabled }),
      ...(registered === undefined ? {} : { registered }),
      ...(urls === undefined ? {} : { custom: urls.map((url) => ({ url })) }),
    },
  };
}
