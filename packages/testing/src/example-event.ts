import type { MynthEvent, MynthEventName, MynthEventOf, Operation } from "@mynth-webhooks/core";
import { eventSchemas } from "@mynth-webhooks/core/schemas";
import { exampleOperations } from "./example-operations.ts";
import { merge } from "./merge.ts";

/** Some of a value's fields, at any depth; a list replaces the whole list. */
export type Overrides<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [Key in keyof T]?: Overrides<T[Key]> | undefined }
    : T;

/**
 * An event as Mynth sends it (generation 1), with whatever fields of it are to be otherwise. `undefined` takes a field
 * away. `asStandardWebhooks()` makes a body of the other generation from it.
 *
 * @throws {TypeError} if what is left is no event any more
 *
 * @example
 * exampleEvent("task.image.generate.completed", { task: { id: "tsk_1" } })
 */
export function exampleEvent<Name extends MynthEventName>(
  name: Name,
  overrides?: Overrides<MynthEventOf<Name>>,
): MynthEventOf<Name> {
  const event = merge(unchanged(name), overrides ?? {});
  if (!isEventOf(name, event)) throw new TypeError(`With these overrides it is no ${name} event any more.`);
  return event;
}

function unchanged(name: MynthEventName): object {
  const operation = getOperation(name);
  const { request, result, cost } = exampleOperations[operation];
  const id = `tsk_01K8${operation.replace(/\W|_/g, "").toUpperCase()}`;
  return name.endsWith(".completed")
    ? { event: name, task: { id, cost }, request, result }
    : { event: name, task: { id }, request, errors: [{ code: "PROVIDER_ERROR", message: "The provider failed." }] };
}

function getOperation(name: MynthEventName): Operation {
  const operation = name.split(".").slice(1, -1).join(".");
  if (!isOperation(operation)) throw new TypeError(`There is no event named "${name}".`);
  return operation;
}

function isOperation(name: string): name is Operation {
  return Object.hasOwn(exampleOperations, name);
}

function isEventOf<Name extends MynthEventName>(name: Name, event: object): event is MynthEventOf<Name> & MynthEvent {
  return "event" in event && event.event === name && eventSchemas(name).envelope.safeParse(event).success;
}
