// The web handler for Cloudflare's runtime.
import { handleRequest } from "./web-handler.ts";

export default { fetch: (request: Request) => handleRequest(request) };
