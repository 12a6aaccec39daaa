import * as z from "zod/mini";
import { isRecord, type Payload } from "../payload.ts";
import type { MynthEvent, MynthEventName, UnknownMynthEvent } from "./event.ts";
import { task, taskError } from "./fields.ts";
import { memberKinds } from "./member-kinds.ts";
import { type Operation, operations } from "./operations.ts";

/** The two strengths in which an event is looked at. */
interface EventSchemas {
  /** What a handler cannot do without. An event that does not fit is refused. */
  readonly envelope: z.ZodMiniType;
  /** The same as `envelope`, for every delivery: a quarter of the cost, and says only yes or no. */
  readonly isWhole: (payload: Payload) => payload is Payload & MynthEvent;
  /** All that is known of the event. What does not fit is reported, and delivered all the same. */
  readonly details: z.ZodMiniType;
}

function hasTask({ task }: Payload): boolean {
  return isRecord(task) && typeof task.id === "string" && task.id !== "";
}

const taskEnvelope = z.looseObject({ id: z.string().check(z.minLength(1)) });

/** A map and not an object: a name like "constructor" must find nothing. */
const schemas: ReadonlyMap<string, EventSchemas> = new Map(
  operationNames().flatMap((operation): [string, EventSchemas][] => {
    const { request, result, main } = operations[operation];
    const { is, schema } = memberKinds[main.kind];
    const completed = `task.${operation}.completed`;
    const failed = `task.${operation}.failed`;
    return [
      [
        completed,
        {
          envelope: z.looseObject({ task: taskEnvelope, result: z.looseObject({ [main.member]: schema }) }),
          isWhole: (payload): payload is Payload & MynthEvent =>
            hasTask(payload) && isRecord(payload.result) && is(payload.result[main.member]),
          details: z.looseObject({ event: z.literal(completed), task, request, result }),
        },
      ],
      [
        failed,
        {
          envelope: z.looseObject({ task: taskEnvelope }),
          isWhole: (payload): payload is Payload & MynthEvent => hasTask(payload),
          details: z.looseObject({
            event: z.literal(failed),
            task,
            request,
            errors: z.optional(z.array(taskError)),
          }),
        },
      ],
    ];
  }),
);

/** The names of all known events. */
export const eventNames: readonly MynthEventName[] = [...schemas.keys()].filter(isEventName);

/** Whether an event of this name is known. */
export function isEventName(name: string): name is MynthEventName {
  return schemas.has(name);
}

/**
 * Tells the events this package knows from those of newer names, which come to a handler only with
 * `unknownEvents: "deliver"`.
 *
 * @example
 * if (!isKnownEvent(req.mynthEvent)) return log.info(`a new event: ${req.mynthEvent.event}`);
 */
export function isKnownEvent(event: MynthEvent | UnknownMynthEvent): event is MynthEvent {
  return isEventName(event.event);
}

/**
 * The zod schemas of a known event.
 *
 * @throws {TypeError} if there is no event of that name
 */
export function eventSchemas(name: MynthEventName): EventSchemas {
  const found = schemas.get(name);
  if (found === undefined) throw new TypeError(`There is no event named "${name}".`);
  return found;
}

function operationNames(): Operation[] {
  return Object.keys(operations).filter((name): name is Operation => Object.hasOwn(operations, name));
}
