import type { ReceivedEvent } from "@mynth-webhooks/core";
import { createParamDecorator, type ExecutionContext } from "@nestjs/common";

/** The verified event: `handle(@MynthEvent() event: ReceivedEvent)`. */
export const MynthEvent = createParamDecorator((_data: unknown, context: ExecutionContext): ReceivedEvent => {
  const { mynthEvent } = context.switchToHttp().getRequest<{ mynthEvent?: ReceivedEvent }>();
  // Without verification the handler must not run.
  if (!mynthEvent) throw new Error("@MynthEvent() found no verified event. Put mynthWebhook() on this route.");
  return mynthEvent;
});
