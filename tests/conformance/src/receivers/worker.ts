// The Hono receiver for Cloudflare's runtime.
import { app } from "./hono-app.ts";

export default { fetch: app.fetch };
