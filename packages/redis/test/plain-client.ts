import { createClient } from "redis";

/** A client that looks at what the store left behind. */
export function plainClient(url: string) {
  return createClient({ url });
}
