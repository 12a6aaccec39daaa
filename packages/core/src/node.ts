/**
 * Building blocks for adapters of frameworks that use Node's requests and responses.
 *
 * @module @mynth-webhooks/core/node
 */

export { parsePayload } from "./events/payload.ts";
export {
  getMessageBody,
  hasUndeclaredBody,
  type NodeMessage,
  type NodeStream,
  toKeptBytes,
} from "./node/message-body.ts";
export { settleOnResponse } from "./node/settle-on-response.ts";
