import type { Delivery } from "../delivery.ts";
import type { MynthEvent, MynthEventOf, ReceivedEvent, TaskCompletedEvent, TaskFailedEvent } from "../events/event.ts";
import { isKnownEvent } from "../events/is-known-event.ts";
import { eventNames } from "../events/names/event-names.ts";
import { currentName } from "../events/names/legacy-names.ts";
import type { MynthEventName, Operation } from "../events/names/operations.ts";
import { isSafeMethod } from "../request/safe-methods.ts";
import { findNearestName } from "./nearest-name.ts";

/** Handles one event. `context` is the framework's own request. If it throws, the sender retries. */
export type EventHandler<Event, Context> = (event: Event, delivery: Delivery, context: Context) => unknown;

/** Any completed or failed task of the known operations. */
type Completed = { [O in Operation]: TaskCompletedEvent<O> }[Operation];
type Failed = { [O in Operation]: TaskFailedEvent<O> }[Operation];

/**
 * Handlers by exact event name, or by a filter of Mynth's dashboard. Every matching handler runs, broadest first:
 * `all`, then `task.completed` or `task.failed`, then the exact name.
 */
export type EventHandlers<Context> = {
  readonly [Name in MynthEventName]?: EventHandler<MynthEventOf<Name>, Context> | undefined;
} & {
  readonly "task.completed"?: EventHandler<Completed, Context> | undefined;
  readonly "task.failed"?: EventHandler<Failed, Context> | undefined;
  /** Every event, including unknown ones with `unknownEvents: "deliver"`. */
  readonly all?: EventHandler<ReceivedEvent, Context> | undefined;
};

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
 * Creates the dispatcher that every adapter's `on()` uses: it awaits the matching handlers one after another, up to the
 * first that throws.
 *
 * @returns a function that resolves to `false` if the request is not a delivery, because its method is safe
 * @throws {TypeError} if a key is not an event name, or its value not a function
 */
export function createDispatcher<Context>(
  handlers: EventHandlers<Context>,
): (request: DispatchInput<Context>) => Promise<boolean> {
  assertHandlers(handlers);
  return async function dispatch(input) {
    if (input.event === undefined) {
      if (isSafeMethod(input.method)) return false;
      throw new Error("on() got a request without a verified delivery: put mynthWebhook() in front of it.");
    }
    const { event, delivery, context } = input;
    await handlers.all?.(event, delivery, context);
    if (isKnownEvent(event)) {
      if (isCompleted(event)) await handlers["task.completed"]?.(event, delivery, context);
      if (isFailed(event)) await handlers["task.failed"]?.(event, delivery, context);
      const exact: Exact<Context> | undefined = handlers[event.event];
      await exact?.(event, delivery, context);
    }
    return true;
  };
}

/** The type of a method is bivariant: TypeScript cannot see that `handlers[event.event]` takes this very event. */
type Exact<Context> = { handle(event: MynthEvent, delivery: Delivery, context: Context): unknown }["handle"];

const filters = ["all", "task.completed", "task.failed"];

function assertHandlers(handlers: object): void {
  const keys = [...filters, ...eventNames];
  for (const [key, handler] of Object.entries(handlers)) {
    if (!keys.includes(key)) {
      const near = keys.includes(currentName(key)) ? currentName(key) : findNearestName(key, keys);
      const help = near === undefined ? `The names are ${keys.join(", ")}.` : `Did you mean "${near}"?`;
      throw new TypeError(`on(): there is no event named "${key}". ${help}`);
    }
    if (handler !== undefined && typeof handler !== "function") {
      throw new TypeError(`on(): the value of "${key}" must be a function.`);
    }
  }
}

function isCompleted(event: MynthEvent): event is Completed {
  return event.event.endsWith(".completed");
}

function isFailed(event: MynthEvent): event is Failed {
  return event.event.endsWith(".failed");
}
