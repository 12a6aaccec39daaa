import { createNodeHmac } from "./hmac-node.ts";
import type { HmacSha256 } from "./hmac-sha256.ts";
import { createWebHmac } from "./hmac-web.ts";

/** `node:crypto` if the runtime has it, else Web Crypto, which is asynchronous and much slower on small bodies. */
export const hmac: HmacSha256 = createNodeHmac() ?? createWebHmac();
