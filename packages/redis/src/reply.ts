/**
 * Which of the known replies this is. Clients hand a text over as a string, or as bytes if they are configured so.
 *
 * @throws {TypeError} on any other, as from a function that forgets to return the reply
 */
export function readReply<Known extends string>(reply: unknown, known: readonly Known[]): Known {
  const text = reply instanceof Uint8Array ? new TextDecoder().decode(reply) : reply;
  if (typeof text !== "string") {
    throw new TypeError(`The function given to redisStore has to return the reply; what it returned is no text.`);
  }
  const found = known.find((one) => one === text);
  if (found === undefined) throw new TypeError(`The server answered "${text}", not ${known.join(" or ")}.`);
  return found;
}
