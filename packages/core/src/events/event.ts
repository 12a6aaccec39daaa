import type * as z from "zod/mini";
import type { OmitIndexSignature } from "./omit-index-signature.ts";
import type { Operation } from "./operations.ts";
import type { failedItem, task, taskError } from "./schemas/fields.ts";
import type { image, succeededImage } from "./schemas/image.ts";
import type { operationSchemas } from "./schemas/operation-schemas.ts";
import type { succeededVideo } from "./schemas/video.ts";

/** The task an event is about. */
export type Task = OmitIndexSignature<z.infer<typeof task>>;

/** Why a task failed. */
export type TaskError = OmitIndexSignature<z.infer<typeof taskError>>;

/** An image that was made. That of a background removal or an upscale has no `status` of its own. */
export type SucceededImage =
  | OmitIndexSignature<z.infer<typeof succeededImage>>
  | OmitIndexSignature<z.infer<typeof image>>;

/** A video that was made. */
export type SucceededVideo = OmitIndexSignature<z.infer<typeof succeededVideo>>;

/** An image or a video that was not made, with the reason. */
export type FailedItem = OmitIndexSignature<z.infer<typeof failedItem>>;

/** What was asked for. */
export type TaskRequest<O extends Operation> = OmitIndexSignature<z.infer<(typeof operationSchemas)[O]["request"]>>;

/** What came of it. */
export type TaskResult<O extends Operation> = OmitIndexSignature<z.infer<(typeof operationSchemas)[O]["result"]>>;

/** A task ended well. Of several images or videos some may have failed all the same. */
export interface TaskCompletedEvent<O extends Operation> {
  /** The name, by which `MynthEvent` is told apart. */
  readonly event: `task.${O}.completed`;
  /** The task that ended: `id`, and what else is known of it. */
  readonly task: Task;
  /** What was asked for. */
  readonly request: TaskRequest<O>;
  /** What came of it. */
  readonly result: TaskResult<O>;
}

/** A task failed. */
export interface TaskFailedEvent<O extends Operation> {
  /** The name, by which `MynthEvent` is told apart. */
  readonly event: `task.${O}.failed`;
  /** The task that ended: `id`, and what else is known of it. */
  readonly task: Task;
  /** What was asked for. */
  readonly request: TaskRequest<O>;
  /** Why. Absent on older deliveries. */
  readonly errors?: readonly TaskError[];
}

/** What a delivery says, told apart by `event`. Fields not described here are there all the same, as they came. */
export type MynthEvent = { [O in Operation]: TaskCompletedEvent<O> | TaskFailedEvent<O> }[Operation];

/** The exact name of an event. */
export type MynthEventName = MynthEvent["event"];

/** The event `Name` stands for. */
export type MynthEventOf<Name extends MynthEventName> = Extract<MynthEvent, { readonly event: Name }>;

/** An event of a name that is not known: newer than this package. */
export interface UnknownMynthEvent {
  /** The name, as it came. */
  readonly event: string;
  readonly [field: string]: unknown;
}

declare global {
  namespace MynthWebhooks {
    /**
     * An application's own settings of the types, made by declaration merging. `unknownEvents: "deliver"` makes the
     * event `MynthEvent | UnknownMynthEvent` everywhere, and allows the option of that name. `state` is what
     * `delivery.state` holds.
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

/** What a handler gets: a known event, and one of an unknown name where the application asked for those. */
export type ReceivedEvent = MynthWebhooks.Settings extends { unknownEvents: "deliver" }
  ? MynthEvent | UnknownMynthEvent
  : MynthEvent;
