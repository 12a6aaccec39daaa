import type { ReceiverOptions } from "@mynth-webhooks/core";

/** A server under attack. */
export interface HostileServer {
  readonly port: number;
  /** Returns the tasks its handler received, or `noEvent`, since the last call of `forget()`. */
  getSeen(): Promise<readonly string[]>;
  forget(): Promise<void>;
  stop(): Promise<unknown>;
}

/** How a server verifies. */
export interface HostileSettings {
  readonly secret: string | readonly string[];
  readonly options: Pick<ReceiverOptions, "bodyLimit" | "token">;
}

/** A server to start. */
export interface StartableServer {
  readonly framework: string;
  readonly start: (settings?: HostileSettings) => Promise<HostileServer>;
  /** `true` if the framework's JSON parser runs before verification, and may reject with its own 400. */
  readonly parsesFirst?: boolean;
  /** `true` if the server keeps a connection open after `Connection: close`, and waits for the rest of a broken request. */
  readonly keepsOpen?: boolean;
}
