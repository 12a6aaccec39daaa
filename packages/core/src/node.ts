/**
 * Building blocks for adapters of frameworks that use Node's requests and responses.
 *
 * @module @mynth-webhooks/core/node
 */

export { parsePayload } from "./events/payload.ts";
export { isBytes } from "./is-bytes.ts";
export { getMessageBody, hasUndeclaredBody, type NodeMessage, type NodeStream } from "./node/message-body.ts";
export { settleOnResponse } from "./node/settle-on-response.ts";
