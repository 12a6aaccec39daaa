import { type Delivery, memoryStore, type ReceivedEvent } from "@mynth-webhooks/core";

/** Records the deliveries and the errors of one application. */
export class Inbox {
  readonly handled: { readonly event: ReceivedEvent; readonly rawBody: string }[] = [];
  readonly reports: string[] = [];
  /** Makes the handler throw. */
  failing = false;
  readonly store = memoryStore();

  /** Options of the guard. */
  readonly options = {
    idempotency: { store: this.store },
    onError: (error: { code: string; hint?: string | undefined }): void => this.report(`${error.code}: ${error.hint}`),
    onStoreError: (error: unknown): void => this.report(`store: ${error}`),
  };

  report(what: unknown): void {
    this.reports.push(String(what));
  }

  /** The handler of every application. Its result is long enough to be compressed. */
  async handle(event: ReceivedEvent, { rawBody }: Delivery): Promise<object> {
    this.handled.push({ event, rawBody: Buffer.from(rawBody).toString() });
    await new Promise(setImmediate);
    if (this.failing) throw new Error("The handler failed on purpose.");
    return { task: event.task?.id, long: "ok ".repeat(1000) };
  }
}
