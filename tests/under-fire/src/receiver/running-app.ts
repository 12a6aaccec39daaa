import type { IdempotencyStore } from "@mynth-webhooks/core";
import type { Handle } from "./handler.ts";
import type { ReceiverSettings } from "./settings.ts";

/** An application that listens. */
interface RunningApp {
  readonly url: string;
  /** Stops accepting requests and waits for those in flight and their records. */
  stop(): Promise<void>;
}

/** Starts an application on a free port. */
export type StartApp = (
  settings: Pick<ReceiverSettings, "lease" | "timeout">,
  store: IdempotencyStore,
  handle: Handle,
) => Promise<RunningApp>;
