import {
  createQueueHandler,
  type EventHandlers,
  InvalidQueueMessageError,
  type QueueMessage,
} from "@mynth-webhooks/express";
import { type Job, UnrecoverableError, Worker } from "bullmq";
import { queueName } from "./queue.ts";

/** Decides how soon another worker takes the job of a dead worker. */
export interface TakeoverOptions {
  /**
   * Time in milliseconds after which a job's lock expires. A live worker renews it in half that time.
   *
   * @default 30_000
   */
  readonly lockDuration?: number;
  /**
   * Time in milliseconds between two searches for jobs without a lock.
   *
   * @default 10_000
   */
  readonly stalledInterval?: number;
}

/** Creates a worker that processes several events at a time. If a handler throws, the event is retried later. */
export function createWorker(
  url: string,
  handlers: EventHandlers<[message: QueueMessage]>,
  { lockDuration = 30_000, stalledInterval = 10_000 }: TakeoverOptions = {},
): Worker<QueueMessage> {
  const handle = createQueueHandler(handlers);

  async function processJob({ data }: Job<QueueMessage>): Promise<void> {
    try {
      await handle(data);
    } catch (error) {
      throw error instanceof InvalidQueueMessageError ? new UnrecoverableError(error.message) : error;
    }
  }

  const worker = new Worker<QueueMessage>(queueName, processJob, {
    connection: { url, maxRetriesPerRequest: null },
    concurrency: 8,
    lockDuration,
    stalledInterval,
    // By default BullMQ gives up a job that loses its second worker. A deploy or a lack of memory kills more than two.
    maxStalledCount: Number.MAX_SAFE_INTEGER,
  });
  worker.on("failed", (job, error) => console.warn(`Attempt ${job?.attemptsMade} at ${job?.id}: ${error.message}`));
  worker.on("stalled", (id) => console.warn(`The worker of ${id} died. Another worker takes the job.`));
  worker.on("error", (error) => console.error(error));
  return worker;
}
