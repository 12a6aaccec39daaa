import type { MynthEventName, Operation } from "./names/operations.ts";
import type { eventFields, failedItem, task, taskError } from "./schemas/fields.ts";
import type { image, succeededImage } from "./schemas/image.ts";
import type { InferFields } from "./schemas/infer-fields.ts";
import type { operationSchemas } from "./schemas/operation-schemas.ts";
import type { succeededVideo } from "./schemas/video.ts";

/** The task of an event. */
export type Task = InferFields<typeof task>;

/** The reason why a task failed. */
export type TaskError = InferFields<typeof taskError>;

/** A successful image. After a background removal or an upscale, it has no `status`. */
export type SucceededImage = InferFields<typeof succeededImage> | InferFields<typeof image>;

/** A successful video. */
export type SucceededVideo = InferFields<typeof succeededVideo>;

/** A failed image or video, with the reason. */
export type FailedItem = InferFields<typeof failedItem>;

/** The request that created the task. */
export type TaskRequest<O extends Operation> = InferFields<(typeof operationSchemas)[O]["request"]>;

/** The result of the task. */
export type TaskResult<O extends Operation> = InferFields<(typeof operationSchemas)[O]["result"]>;

/** The fields that only Standard Webhooks events have. */
type StandardWebhooksFields = InferFields<typeof eventFields>;

/** A completed task. Some of its images or videos may have failed. */
export interface TaskCompletedEvent<O extends Operation> extends StandardWebhooksFields {
  /** The name, which discriminates `MynthEvent`. */
  readonly event: `task.${O}.completed`;
  /** The task, with at least its `id`. */
  readonly task: Task;
  /** The request that created the task. */
  readonly request: TaskRequest<O>;
  /** The result of the task. */
  readonly result: TaskResult<O>;
}

/** A failed task. */
export interface TaskFailedEvent<O extends Operation> extends StandardWebhooksFields {
  /** The name, which discriminates `MynthEvent`. */
  readonly event: `task.${O}.failed`;
  /** The task, with at least its `id`. */
  readonly task: Task;
  /** The request that created the task. */
  readonly request: TaskRequest<O>;
  /** The reasons of the failure. Absent on older deliveries. */
  readonly errors?: readonly TaskError[];
}

/** An event, discriminated by `event`. It keeps fields that have no type here, as received. */
export type MynthEvent = { [O in Operation]: TaskCompletedEvent<O> | TaskFailedEvent<O> }[Operation];

/** The event with this name. */
export type MynthEventOf<Name extends MynthEventName> = Extract<MynthEvent, { readonly event: Name }>;

/** An event whose name this package does not know, because it is newer. */
export interface UnknownMynthEvent {
  /** The name, as received. */
  readonly event: string;
  readonly [field: string]: unknown;
}

declare global {
  namespace MynthWebhooks {
    /**
     * Settings for the types, by declaration merging. `unknownEvents: "deliver"` allows that option and adds
     * `UnknownMynthEvent` to every handler's event. `state` is the type of `delivery.state`.
     *
     * @example
     * declare global {
     *   namespace MynthWebhooks {
     *     interface Settings { unknownEvents: "deliver"; state: { order: string } }
     *   }
     * }
     */
    interface Settings {}
  }
}

/** The event that a handler gets. It includes unknown events if `MynthWebhooks.Settings` declares them. */
export type ReceivedEvent = MynthWebhooks.Settings extends { unknownEvents: "deliver" }
  ? MynthEvent | UnknownMynthEvent
  : MynthEvent;
