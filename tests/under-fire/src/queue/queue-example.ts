import type { EventHandlers, QueueMessage } from "@mynth-webhooks/express";
import type { Express } from "express";

/** One of the examples with a queue. A job of a dead worker goes to another one after so many seconds. */
export interface QueueExample {
  /** Creates the receiver, which adds events to the queue. */
  createReceiver(url: string, takeoverSeconds: number): Promise<Express>;
  /** Starts a worker, which processes the events in the queue. */
  startWorker(url: string, takeoverSeconds: number, handlers: EventHandlers<[message: QueueMessage]>): Promise<void>;
}
