import type { Delivery } from "../delivery.ts";
import { findEnvelopeIssues } from "../events/envelope.ts";
import type { ReceivedEvent } from "../events/event.ts";
import { isEventName } from "../events/names/event-names.ts";
import type { Payload } from "../events/payload.ts";
import { isBytes } from "../is-bytes.ts";
import { isRecord } from "../is-record.ts";
import { createEventHandler, type EventHandlers } from "./event-handlers.ts";

/** A verified event on its way through a queue. It is JSON, without the bytes and the signature of the delivery. */
export interface QueueMessage {
  /** The verified event. */
  readonly event: ReceivedEvent;
  /** `delivery.key`: use it as the job's id, so that a queue that knows ids drops duplicates. */
  readonly key: string;
}

/**
 * Creates the message that puts a verified event on a queue.
 *
 * @example
 * on({ all: (event, delivery) => queue.send(createQueueMessage(event, delivery)) });
 */
export function createQueueMessage(event: ReceivedEvent, { key }: Pick<Delivery, "key">): QueueMessage {
  return { event, key };
}

/** The error for a message that is none of `createQueueMessage()`. Another attempt would not help. */
export class InvalidQueueMessageError extends TypeError {
  override readonly name = "InvalidQueueMessageError";

  constructor(fault: string) {
    super(`The queue's message ${fault}. Expected a message of createQueueMessage(event, delivery).`);
  }
}

/**
 * Creates a queue's worker from handlers by event name: those of `on()`, for an event that a receiver has verified. Every
 * matching handler runs, broadest first. The worker rejects if one throws, so that the queue tries again.
 *
 * @remarks Whoever can write to the queue is trusted: nothing is verified here. An event whose name only the receiver knows
 * gets to `all` alone, so update workers before receivers.
 *
 * @returns a function of the message, as an object, as JSON or as its bytes; further arguments are passed to the handlers.
 * It rejects with an `InvalidQueueMessageError` if the message is none of `createQueueMessage()`
 * @throws {TypeError} if a key is not an event name, or its value not a function
 *
 * @example
 * const handle = createQueueHandler({
 *   "task.image.generate.completed": async (event, { key }) => save(succeededImages(event), key),
 * });
 * new Worker("mynth-events", (job) => handle(job.data));
 * // With further arguments: createQueueHandler<[job: Job]>({ all: (event, message, job) => job.log(event.event) })
 */
export function createQueueHandler<Context extends unknown[] = []>(
  handlers: EventHandlers<[message: QueueMessage, ...context: Context]>,
): (message: unknown, ...context: Context) => Promise<void> {
  const handleEvent = createEventHandler(handlers, "createQueueHandler()");
  return async function handleMessage(given, ...context) {
    const message = parseMessage(given);
    await handleEvent(message.event, message, ...context);
  };
}

/** Parses a message, which may have been changed on its way, or written by another program. */
function parseMessage(given: unknown): QueueMessage {
  const text = isBytes(given) ? new TextDecoder().decode(given) : given;
  const message: unknown = typeof text === "string" ? parseJson(text) : text;
  if (!isRecord(message)) throw new InvalidQueueMessageError("is not an object");
  const { event, key } = message;
  if (typeof key !== "string" || key === "") throw new InvalidQueueMessageError("has no key");
  if (!isRecord(event) || !isReceivedEvent(event)) throw new InvalidQueueMessageError("has no event");
  const issues = isEventName(event.event) ? findEnvelopeIssues(event, event.event) : [];
  if (issues.length > 0)
    throw new InvalidQueueMessageError(
      `has an event with missing or invalid fields: ${issues.map(({ path }) => path).join(", ")}`,
    );
  return { event, key };
}

/** An event with an unknown name is on the queue only if a receiver has let it through. */
function isReceivedEvent(event: Payload): event is Payload & ReceivedEvent {
  return typeof event.event === "string" && event.event !== "";
}

function parseJson(text: string): unknown {
  try {
    // Some editors and queues add a byte order mark.
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}
