import { test } from "vitest";
import { createQueueHandler, createDispatcher, type QueueMessage, type Delivery, type MynthEvent } from "../src/index.ts";
test("x", () => {
  const a = createQueueHandler({ all: (event: MynthEvent, message: QueueMessage, job: { id: string }) => {} });
  a({}, { id: "" });
  const b = createQueueHandler({ all: (event, message, job: { id: string }) => {} });
  b({}, { id: "" });
  const c = createDispatcher({ all: (event, delivery, req: Request) => {} });
  const d = createDispatcher({ all: (event: MynthEvent, delivery: Delivery, req: Request) => {} });
  c({ method: "", event: {} as MynthEvent, delivery: {} as Delivery, context: 1 });
  d({ method: "", event: {} as MynthEvent, delivery: {} as Delivery, context: 1 });
});
