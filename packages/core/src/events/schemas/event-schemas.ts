import * as z from "zod/mini";
import type { MynthEventName } from "../event.ts";
import type { FieldType } from "../field-types.ts";
import { type Operation, operationNames, operations } from "../operations.ts";
import { task, taskError } from "./fields.ts";
import { operationSchemas } from "./operation-schemas.ts";

/** The two strengths in which an event is looked at. */
export interface EventSchemas {
  /** What a handler cannot do without. An event that does not fit is refused. */
  readonly envelope: z.ZodMiniType;
  /** All that is known of the event. What does not fit is reported, and delivered all the same. */
  readonly details: z.ZodMiniType;
}

/** What a member of a result can be, for whoever has to be told what is wrong with it. */
const kindSchemas = {
  list: z.array(z.unknown()),
  object: z.looseObject({}),
  text: z.string(),
  number: z.number(),
} as const satisfies Record<FieldType, z.ZodMiniType>;

const taskEnvelope = z.looseObject({ id: z.string().check(z.minLength(1)) });

const schemas: ReadonlyMap<string, EventSchemas> = new Map(operationNames().flatMap(createSchemas));

function createSchemas(operation: Operation): readonly [string, EventSchemas][] {
  const { member, kind } = operations[operation];
  const { request, result } = operationSchemas[operation];
  const completed = `task.${operation}.completed`;
  const failed = `task.${operation}.failed`;
  return [
    [
      completed,
      {
        envelope: z.looseObject({ task: taskEnvelope, result: z.looseObject({ [member]: kindSchemas[kind] }) }),
        details: z.looseObject({ event: z.literal(completed), task, request, result }),
      },
    ],
    [
      failed,
      {
        envelope: z.looseObject({ task: taskEnvelope }),
        details: z.looseObject({ event: z.literal(failed), task, request, errors: z.optional(z.array(taskError)) }),
      },
    ],
  ];
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
