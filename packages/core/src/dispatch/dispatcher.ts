import type { Delivery } from "../delivery.ts";
import type {
  MynthEvent,
  MynthEventName,
  MynthEventOf,
  ReceivedEvent,
  TaskCompletedEvent,
  TaskFailedEvent,
} from "../events/event.ts";
import { eventNames, isKnownEvent } from "../events/known-events.ts";
import { currentName } from "../events/legacy-names.ts";
import type { Operation } from "../events/operations.ts";
import { isSafeMethod } from "../request/safe-methods.ts";
import { nearestName } from "./nearest-name.ts";

/** Handles one event. `context` is the framework's own request. What it throws makes the delivery fail. */
export type EventHandler<Event, Context> = (event: Event, delivery: Delivery, context: Context) => unknown;

/** Any completed task, or any failed one, of the operations that are known. */
type Completed = { [O in Operation]: TaskCompletedEvent<O> }[Operation];
type Failed = { [O in Operation]: TaskFailedEvent<O> }[Operation];

/**
 * What to do with which event: by exact name, or by the filters Mynth's dashboard knows. Every handler that fits runs,
 * broadest first: `all`, then `task.completed` or `task.failed`, then the exact name.
 */
export type EventHandlers<Context> = {
  readonly [Name in MynthEventName]?: EventHandler<MynthEventOf<Name>, Context> | undefined;
} & {
  readonly "task.completed"?: EventHandler<Completed, Context> | undefined;
  readonly "task.failed"?: EventHandler<Failed, Context> | undefined;
  /** Every event, also one of an unknown name where those are delivered. */
  readonly all?: EventHandler<ReceivedEvent, Context> | undefined;
};

/** A request as an adapter hands it to `on()`: after `mynthWebhook()` has seen it. */
export interface DispatchInput<Context> {
  /** The HTTP method. */
  readonly method: string;
  /** Absent where the method is safe. */
  readonly event: ReceivedEvent | undefined;
  /** Absent where the method is safe. */
  readonly delivery: Delivery | undefined;
  /** The framework's own request. */
  readonly context: Context;
}

/**
 * Makes what stands behind every adapter's `on()`. What it returns runs the handlers one after the other, each awaited;
 * the first that throws ends it, so that the sender tries again. It says whether the request was a delivery at all: one
 * with a safe method is not.
 *
 * @throws {TypeError} if a key is no event's name, or its value no function
 */
export function createDispatcher<Context>(
  handlers: EventHandlers<Context>,
): (request: DispatchInput<Context>) => Promise<boolean> {
  assertHandlers(handlers);
  return async function dispatch({ method, event, delivery, context }) {
    if (event === undefined || delivery === undefined) {
      if (isSafeMethod(method)) return false;
      throw new Error("on() was handed no verified delivery: put mynthWebhook() in front of it.");
    }
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

/** A method's type, which TypeScript lets a handler of one event stand in for: it cannot see that the key is that event's. */
type Exact<Context> = { handle(event: MynthEvent, delivery: Delivery, context: Context): unknown }["handle"];

const filters = ["all", "task.completed", "task.failed"];

function assertHandlers(handlers: object): void {
  const keys = [...filters, ...eventNames];
  for (const [key, handler] of Object.entries(handlers)) {
    if (!keys.includes(key)) {
      const meant = keys.includes(currentName(key)) ? currentName(key) : nearestName(key, keys);
      const help = meant === undefined ? `It knows ${keys.join(", ")}.` : `Did you mean "${meant}"?`;
      throw new TypeError(`on() knows no event named "${key}". ${help}`);
    }
    if (handler !== undefined && typeof handler !== "function") {
      throw new TypeError(`What on() is given for "${key}" is not a function.`);
    }
  }
}

function isCompleted(event: MynthEvent): event is Completed {
  return event.event.endsWith(".completed");
}

function isFailed(event: MynthEvent): event is Failed {
  return event.event.endsWith(".failed");
}
