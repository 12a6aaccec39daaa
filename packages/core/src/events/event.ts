import type * as z from "zod/mini";
import type { task, taskError } from "./fields.ts";
import type { Known } from "./known.ts";
import type { Operation, operations } from "./operations.ts";

/** The task an event is about. */
export type Task = Known<z.infer<typeof task>>;

/** Why a task failed. */
export type TaskError = Known<z.infer<typeof taskError>>;

/** What was asked for. */
export type TaskRequest<O extends Operation> = Known<z.infer<(typeof operations)[O]["request"]>>;

/** What came of it. */
export type TaskResult<O extends Operation> = Known<z.infer<(typeof operations)[O]["result"]>>;

/** A task ended well. Of several images or videos some may have failed all the same. */
export interface TaskCompletedEvent<O extends Operation> {
  readonly event: `task.${O}.completed`;
  readonly task: Task;
  readonly request: TaskRequest<O>;
  readonly result: TaskResult<O>;
}

/** A task failed. */
export interface TaskFailedEvent<O extends Operation> {
  readonly event: `task.${O}.failed`;
  readonly task: Task;
  readonly request: TaskRequest<O>;
  /** Why. Absent on older deliveries. */
  readonly errors?: readonly TaskError[];
}

/** What a delivery says, told apart by `event`. Fields not described here are there all the same, as they came. */
export type MynthEvent = { [O in Operation]: TaskCompletedEvent<O> | TaskFailedEvent<O> }[Operation];

/** The exact name of an event. */
export type MynthEventName = MynthEvent["event"];

/** An event of a name that is not known: newer than this package. */
export interface UnknownMynthEvent {
  readonly event: string;
  readonly [field: string]: unknown;
}
