import { createClient } from "redis";

/** Creates a client to inspect the keys of the store. */
export function createPlainClient(url: string) {
  return createClient({ url });
}
