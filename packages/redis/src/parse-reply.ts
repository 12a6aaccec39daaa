import { describeType } from "./clients.ts";

/**
 * Parses a reply as one of the known ones. Clients return a string, or bytes if they are configured to.
 *
 * @throws {TypeError} on any other reply, for example if the function does not return it
 */
export function parseReply<Known extends string>(reply: unknown, known: readonly Known[]): Known {
  const text = reply instanceof Uint8Array ? new TextDecoder().decode(reply) : reply;
  if (typeof text !== "string") {
    throw new TypeError(`redisStore: your function returned ${describeType(reply)}. Return the server's reply.`);
  }
  const found = known.find((one) => one === text);
  if (found === undefined) {
    throw new TypeError(`redisStore: the server replied "${text}". Expected ${known.join(" or ")}.`);
  }
  return found;
}
