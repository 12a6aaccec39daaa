/**
 * Whether a response of `@hono/node-server` has a body that is there as a whole, or none. Such a body cannot fail midway.
 *
 * @remarks Asking for `body` would tell too, but makes a stream of the text, and node-server then writes it as one: three
 * times the cost of a delivery. The server keeps what the response was created with under a symbol named `cache`, until
 * somebody asks for the stream: status, body, headers. On other runtimes and other versions there is no such symbol.
 */
export function hasBufferedBody(response: Response): boolean {
  const symbol = Object.getOwnPropertySymbols(response).find(({ description }) => description === "cache");
  const cache: unknown = symbol && Reflect.get(response, symbol);
  if (!Array.isArray(cache) || cache[0] !== response.status) return false;
  const body: unknown = cache[1];
  return body === null || typeof body === "string" || body instanceof Uint8Array;
}
