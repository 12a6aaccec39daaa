import type { MynthEvent } from "@mynth-webhooks/core";

/** The body of a Standard Webhooks delivery. Its `data` is the task as Mynth's API returns it. */
export interface StandardWebhooksBody {
  /** `evt_...`, the same as the `webhook-id` header. */
  readonly id: string;
  /** The event's name. */
  readonly type: string;
  /** The time the task finished, in ISO 8601. */
  readonly timestamp: string;
  /** The task, with its request and its result or errors. */
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * Converts an event to the body of a Standard Webhooks delivery.
 *
 * @example
 * signDelivery(asStandardWebhooks(exampleEvent("task.image.alt.completed")), { secret: "whsec_..." })
 */
export function asStandardWebhooks({ event: type, task, request, ...outcome }: MynthEvent): StandardWebhooksBody {
  const timestamp = "2026-10-04T10:00:12.000Z";
  const [, media, operation, status] = type.split(".");
  return {
    id: `evt_${task.id.replace(/^tsk_/, "")}`,
    type,
    timestamp,
    data: {
      cost: null,
      user_id: "user_01K8EXAMPLE",
      api_key_id: "ak_01K8EXAMPLE",
      created_at: "2026-10-04T10:00:00.000Z",
      updated_at: timestamp,
      ...task,
      type: `${media}.${operation}`,
      status,
      request,
      result: null,
      errors: null,
      ...outcome,
    },
  };
}
