import * as z from "zod/mini";
import type { FieldType } from "../names/field-types.ts";
import { getOperationNames, type MynthEventName, type Operation, operations } from "../names/operations.ts";
import { eventFields, task, taskError } from "./fields.ts";
import { operationSchemas } from "./operation-schemas.ts";

/** The two schemas of an event. */
export interface EventSchemas {
  /** The required fields. An event without them is rejected. */
  readonly envelope: z.ZodMiniType;
  /** All described fields. `delivery.issues` lists the differences, and the event is still delivered. */
  readonly details: z.ZodMiniType;
}

/** The schemas of the types a required field can have. */
const typeSchemas = {
  array: z.array(z.unknown()),
  object: z.looseObject({}),
  string: z.string(),
  number: z.number(),
} as const satisfies Record<FieldType, z.ZodMiniType>;

const taskEnvelope = z.looseObject({ id: z.string().check(z.minLength(1)) });

const schemas: ReadonlyMap<string, EventSchemas> = new Map(getOperationNames().flatMap(createSchemas));

function createSchemas(operation: Operation): readonly [string, EventSchemas][] {
  const { name, type } = operations[operation];
  const { request, result } = operationSchemas[operation];
  const completed = `task.${operation}.completed`;
  const failed = `task.${operation}.failed`;
  return [
    [
      completed,
      {
        envelope: z.looseObject({ task: taskEnvelope, result: z.looseObject({ [name]: typeSchemas[type] }) }),
        details: z.extend(eventFields, { event: z.literal(completed), task, request, result }),
      },
    ],
    [
      failed,
      {
        envelope: z.looseObject({ task: taskEnvelope }),
        details: z.extend(eventFields, {
          event: z.literal(failed),
          task,
          request,
          errors: z.optional(z.array(taskError)),
        }),
      },
    ],
  ];
}

/**
 * Returns the zod schemas of a known event.
 *
 * @throws {TypeError} if there is no event of that name
 */
export function eventSchemas(name: MynthEventName): EventSchemas {
  const found = schemas.get(name);
  if (found === undefined) throw new TypeError(`eventSchemas(): there is no event named "${name}".`);
  return found;
}
