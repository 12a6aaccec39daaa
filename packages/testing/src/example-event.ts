import type { MynthEvent, MynthEventName, MynthEventOf, Operation } from "@mynth-webhooks/core";
import { eventSchemas } from "@mynth-webhooks/core/schemas";
import { exampleOperations } from "./example-operations.ts";
import { merge } from "./merge.ts";

/** A partial copy of a type, at every depth. An array replaces the whole array. */
export type Overrides<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [Key in keyof T]?: Overrides<T[Key]> | undefined }
    : T;

/**
 * Creates an example event as Mynth sends it, with some fields overridden. `undefined` removes a field.
 * `asStandardWebhooks()` converts the event to the body of a Standard Webhooks delivery.
 *
 * @throws {TypeError} if the overrides make the event invalid
 *
 * @example
 * exampleEvent("task.image.generate.completed", { task: { id: "tsk_1" } })
 */
export function exampleEvent<Name extends MynthEventName>(
  name: Name,
  overrides?: Overrides<MynthEventOf<Name>>,
): MynthEventOf<Name> {
  const event = merge(createEvent(name), overrides ?? {});
  if (!isEventNamed(name, event)) {
    throw new TypeError(
      `exampleEvent: the overrides make the ${name} event invalid. Keep the fields that it requires.`,
    );
  }
  return event;
}

function createEvent(name: MynthEventName): object {
  const operation = getOperation(name);
  const { request, result, cost } = exampleOperations[operation];
  const id = `tsk_01K8${operation.replace(/\W|_/g, "").toUpperCase()}`;
  return name.endsWith(".completed")
    ? { event: name, task: { id, cost }, request, result }
    : { event: name, task: { id }, request, errors: [{ code: "PROVIDER_ERROR", message: "The provider failed." }] };
}

function getOperation(name: MynthEventName): Operation {
  const operation = name.split(".").slice(1, -1).join(".");
  if (!isOperation(operation)) throw new TypeError(`exampleEvent: name is "${name}". Expected one of eventNames.`);
  return operation;
}

function isOperation(name: string): name is Operation {
  return Object.hasOwn(exampleOperations, name);
}

function isEventNamed<Name extends MynthEventName>(
  name: Name,
  event: object,
): event is MynthEventOf<Name> & MynthEvent {
  return "event" in event && event.event === name && eventSchemas(name).envelope.safeParse(event).success;
}
