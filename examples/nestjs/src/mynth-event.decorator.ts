import type { ReceivedEvent } from "@mynth-webhooks/core";
import { createParamDecorator, type ExecutionContext } from "@nestjs/common";

/** The verified event: `handle(@MynthEvent() event: ReceivedEvent)`. */
export const MynthEvent = createParamDecorator((_data: unknown, context: ExecutionContext): ReceivedEvent => {
  const { mynthEvent } = context.switchToHttp().getRequest<{ mynthEvent?: ReceivedEvent }>();
  // On a route that nothing guards: better no answer than a handler that believes anybody.
  if (!mynthEvent) throw new Error("@MynthEvent() is on a route that mynthWebhook() does not guard.");
  return mynthEvent;
});
