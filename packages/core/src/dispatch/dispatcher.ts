import type { Delivery } from "../delivery.ts";
import type { ReceivedEvent } from "../events/event.ts";
import { isSafeMethod } from "../request/safe-methods.ts";
import { createEventHandler, type EventHandlers } from "./event-handlers.ts";

/** The input of `on()`: a request that `mynthWebhook()` has seen, with its delivery unless the method is safe. */
export type DispatchInput<Context> =
  | {
      /** The HTTP method. */
      readonly method: string;
      /** The verified event. */
      readonly event: ReceivedEvent;
      /** The verified delivery. */
      readonly delivery: Delivery;
      /** The framework's own request. */
      readonly context: Context;
    }
  | {
      /** The HTTP method. */
      readonly method: string;
      /** Absent: there is no delivery. */
      readonly event?: undefined;
    };

/**
 * Creates the dispatcher of an adapter's `on()`: it awaits the matching handlers one after another, up to the first that
 * throws.
 *
 * @returns a function that resolves to `false` if the request is not a delivery, because its method is safe
 * @throws {TypeError} if a key is not an event name, or its value not a function
 */
export function createDispatcher<Context>(
  handlers: EventHandlers<[delivery: Delivery, context: Context]>,
): (request: DispatchInput<Context>) => Promise<boolean> {
  const handleEvent = createEventHandler(handlers, "on()");
  return async function dispatch(input) {
    if (input.event === undefined) {
      if (isSafeMethod(input.method)) return false;
      throw new Error("on() got a request without a verified delivery: put mynthWebhook() in front of it.");
    }
    await handleEvent(input.event, input.delivery, input.context);
    return true;
  };
}
