import { IncomingMessage } from "node:http";

const names = ["mynthEvent", "mynthDelivery"];

/**
 * Whether a request has a verified delivery. Reading `req.mynthEvent` of one without throws.
 *
 * @example
 * app.use((error, req, res, next) => {
 *   if (hasMynthEvent(req)) console.error(req.mynthEvent.task.id, error);
 *   next(error);
 * });
 */
export function hasMynthEvent(req: object): boolean {
  return Object.hasOwn(req, "mynthEvent");
}

/**
 * Makes `req.mynthEvent` throw an error that explains, where no delivery was verified. The getters are on Node's prototype,
 * since no guard has seen such a request. They are not enumerable, and an assignment replaces them.
 */
export function explainMissingEvent(target: object = IncomingMessage.prototype): void {
  for (const name of names) {
    if (name in target) continue;
    Object.defineProperty(target, name, {
      configurable: true,
      enumerable: false,
      get(this: IncomingMessage): never {
        throw new Error(
          `req.${name}: no Mynth delivery was verified for this ${this.method} request. Put mynthWebhook() before the handler; a GET, HEAD or OPTIONS without a body passes it without an event.`,
        );
      },
      set(this: IncomingMessage, value: unknown) {
        Object.defineProperty(this, name, { configurable: true, enumerable: true, writable: true, value });
      },
    });
  }
}
