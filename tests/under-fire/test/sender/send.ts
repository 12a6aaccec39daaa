import { exampleEvent, signDelivery } from "@mynth-webhooks/testing";
import { secret } from "../../src/secret.ts";

/** In milliseconds, as Mynth waits. */
const responseTimeout = 30_000;

/** Sends one request. Returns its status, or undefined if there was no response. */
export async function send(task: string, url: string): Promise<number | undefined> {
  const event = exampleEvent("task.image.generate.completed", { task: { id: task } });
  try {
    const response = await fetch(`${url}/webhooks/mynth`, {
      method: "POST",
      ...signDelivery(event, { secret }),
      signal: AbortSignal.timeout(responseTimeout),
    });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return undefined;
  }
}

/** Whether Mynth takes the response for success. */
export function isSuccess(status: number | undefined): boolean {
  return status !== undefined && status >= 200 && status < 300;
}
