import { type Delivery, succeededImages, totalCost } from "@mynth-webhooks/hono";
import type { PostgresStore } from "@mynth-webhooks/postgres";
import type { Database } from "./database.ts";
import { getModel, getTitle, type ImageEvent } from "./describe-task.ts";
import type { Download } from "./picture-store.ts";
import { recordTask } from "./records.ts";

interface Parts {
  readonly database: Database;
  readonly store: PostgresStore;
  readonly download: Download;
}

/** Creates the handler. It downloads before it records, and if it throws, Mynth delivers the event again. */
export function createPictureHandler({ database, store, download }: Parts) {
  return async function keep(event: ImageEvent, { claim }: Delivery): Promise<void> {
    const task = event.task.id;
    const pictures = await Promise.all(
      succeededImages(event).map(async ({ id: image, url, mynth_url }) => {
        const from = url ?? mynth_url;
        // The details of an event are not validated.
        if (typeof image !== "string" || typeof from !== "string")
          throw new Error(`An image of ${task} has no id or no URL.`);
        return { image, file: await download({ task, image, url: from }) };
      }),
    );

    // The same transaction completes the delivery, so the task is recorded once even if the process dies.
    await database.transaction(async (query) => {
      await store.completeWithin(query, claim);
      await recordTask(query, {
        task,
        event: event.event,
        title: getTitle(event),
        model: getModel(event),
        cost: totalCost(event) ?? null,
        pictures,
      });
    });
  };
}
