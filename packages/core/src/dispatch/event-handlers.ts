import type { MynthEvent, MynthEventOf, ReceivedEvent, TaskCompletedEvent, TaskFailedEvent } from "../events/event.ts";
import { isKnownEvent } from "../events/is-known-event.ts";
import { eventNames } from "../events/names/event-names.ts";
import { currentName } from "../events/names/legacy-names.ts";
import type { MynthEventName, Operation } from "../events/names/operations.ts";
import { findNearestName } from "./nearest-name.ts";

/** Handles one event. `Rest` is what comes with it, such as the delivery. If it throws, the event is delivered again. */
export type EventHandler<Event, Rest extends readonly unknown[]> = (event: Event, ...rest: Rest) => unknown;

/** Any completed or failed task of the known operations. */
type Completed = { [O in Operation]: TaskCompletedEvent<O> }[Operation];
type Failed = { [O in Operation]: TaskFailedEvent<O> }[Operation];

/**
 * Handlers by exact event name, or by a filter of Mynth's dashboard. Every matching handler runs, broadest first:
 * `all`, then `task.completed` or `task.failed`, then the exact name.
 *
 * @example
 * // For on() of every adapter, and for createQueueHandler(): all of them pass something with the key.
 * const handlers: EventHandlers<[{ readonly key: string }]> = { all: (event, { key }) => console.log(event.event, key) };
 */
export type EventHandlers<Rest extends readonly unknown[]> = {
  readonly [Name in MynthEventName]?: EventHandler<MynthEventOf<Name>, Rest> | undefined;
} & {
  readonly "task.completed"?: EventHandler<Completed, Rest> | undefined;
  readonly "task.failed"?: EventHandler<Failed, Rest> | undefined;
  /** Every event, including unknown ones with `unknownEvents: "deliver"`. */
  readonly all?: EventHandler<ReceivedEvent, Rest> | undefined;
};

/**
 * Creates one handler of handlers by name: it awaits the matching ones one after another, up to the first that throws.
 *
 * @param caller the function that the user has called
 * @throws {TypeError} if a key is not an event name, or its value not a function
 */
export function createEventHandler<Rest extends readonly unknown[]>(
  handlers: EventHandlers<Rest>,
  caller: string,
): (event: ReceivedEvent, ...rest: Rest) => Promise<void> {
  assertHandlers(handlers, caller);
  return async function handleEvent(event, ...rest) {
    await handlers.all?.(event, ...rest);
    if (!isKnownEvent(event)) return;
    if (isCompleted(event)) await handlers["task.completed"]?.(event, ...rest);
    if (isFailed(event)) await handlers["task.failed"]?.(event, ...rest);
    const exact: Exact<Rest> | undefined = handlers[event.event];
    // Like the others, a method of its object.
    if (exact) await Reflect.apply(exact, handlers, [event, ...rest]);
  };
}

/** The type of a method is bivariant: TypeScript cannot see that `handlers[event.event]` takes this very event. */
type Exact<Rest extends readonly unknown[]> = { handle(event: MynthEvent, ...rest: Rest): unknown }["handle"];

const filters = ["all", "task.completed", "task.failed"];

function assertHandlers(handlers: unknown, caller: string): asserts handlers is object {
  if (!isPlainObject(handlers)) throw new TypeError(`${caller}: expected a plain object of handlers by event name.`);
  const keys = [...filters, ...eventNames];
  for (const [key, handler] of Object.entries(handlers)) {
    if (!keys.includes(key)) {
      const near = keys.includes(currentName(key)) ? currentName(key) : findNearestName(key, keys);
      const help = near === undefined ? `The names are ${keys.join(", ")}.` : `Did you mean "${near}"?`;
      throw new TypeError(`${caller}: there is no event named "${key}". ${help}`);
    }
    if (handler !== undefined && typeof handler !== "function") {
      throw new TypeError(`${caller}: the value of "${key}" must be a function.`);
    }
  }
}

/** Whether all handlers are in sight: those of a class are not, and a Map or a promise has none. */
function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // Jest has another Object.prototype than Node.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function isCompleted(event: MynthEvent): event is Completed {
  return event.event.endsWith(".completed");
}

function isFailed(event: MynthEvent): event is Failed {
  return event.event.endsWith(".failed");
}
