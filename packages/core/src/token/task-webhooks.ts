import type { CustomWebhook } from "./custom-webhook.ts";
import { parseHttpsUrl } from "./https-url.ts";

/** Options of `taskWebhooks()`. */
export interface TaskWebhooksOptions {
  /** Your own URLs for this task, at most 5. Sent as `custom` in both generations. */
  readonly custom?: readonly (string | CustomWebhook)[] | undefined;
  /**
   * `false` disables the registered webhooks for this task. Sent as `registered`. Generation 1 sends `dashboard: false`
   * (SDK 0.0.36), and nothing for `true`, which is Mynth's default.
   */
  readonly registered?: boolean | undefined;
  /** `false` disables every webhook for this task. Only with `generation: 1`. Source: the guide "Use webhooks". */
  readonly enabled?: boolean | undefined;
  /**
   * The version of Mynth's API that gets the request, because it rejects unknown fields. 2 is the API of SDK 0.0.50
   * (`registered`, `custom`), and 1 the one before (`enabled`, `dashboard`, `custom`).
   * @default 2
   */
  readonly generation?: 1 | 2 | undefined;
  /**
   * `true` accepts private, loopback, link-local and local hosts, for tests. Mynth rejects them and does not retry.
   * @default false
   */
  readonly allowPrivateHosts?: boolean | undefined;
}

/** The part of a request that selects the webhooks of its task. */
export interface TaskWebhooks {
  /** A field of the request to Mynth's API. Its types fit the requests of Mynth's SDK. */
  readonly webhook: {
    /** Only in generation 2. Source: SDK 0.0.50. */
    readonly registered?: boolean;
    /** Only in generation 1. Source: SDK 0.0.36. */
    readonly dashboard?: false;
    /** Only in generation 1. Source: the guide "Use webhooks". */
    readonly enabled?: boolean;
    /** In both generations. */
    readonly custom?: CustomWebhook[];
  };
}

/** The largest number of custom webhooks in a request. Source: the guide. */
const maxCustomWebhooks = 5;

/**
 * Creates the `webhook` field of a request to Mynth's API, to spread into the request. Without `generation: 1`, it
 * contains only `registered` and `custom`, the fields of SDK 0.0.50.
 *
 * @throws {TypeError} on more than 5 URLs, one that is not https or whose host is not public, or `enabled` in generation 2
 *
 * @example
 * { prompt, ...taskWebhooks({ registered: false, custom: [{ url: "https://example.com/webhooks/mynth?token=..." }] }) }
 */
export function taskWebhooks(options: TaskWebhooksOptions): TaskWebhooks {
  const { custom, enabled, registered, generation = 2 } = options;
  if (generation !== 1 && generation !== 2) throw new TypeError("taskWebhooks(): generation must be 1 or 2.");
  if (generation === 2 && enabled !== undefined) {
    throw new TypeError(
      "taskWebhooks(): enabled is a field of generation 1, and the current API rejects it. Pass generation: 1, or use registered: false.",
    );
  }
  if (custom && custom.length > maxCustomWebhooks) {
    throw new TypeError(`taskWebhooks(): pass at most ${maxCustomWebhooks} custom webhooks, not ${custom.length}.`);
  }
  const urls = custom?.map((entry) => parseHttpsUrl(typeof entry === "string" ? entry : entry.url, options).href);
  return {
    webhook: {
      ...(enabled === undefined ? {} : { enabled }),
      ...(registered === undefined || generation === 1 ? {} : { registered }),
      ...(registered === false && generation === 1 ? { dashboard: false } : {}),
      ...(urls === undefined ? {} : { custom: urls.map((url) => ({ url })) }),
    },
  };
}
