import { type Delivery, succeededImages, totalCost } from "@mynth-webhooks/hono";
import type { PostgresStore } from "@mynth-webhooks/postgres";
import type { Database } from "./database.ts";
import { getModel, getTitle, type ImageEvent } from "./describe-task.ts";
import type { Download } from "./picture-store.ts";
import { record } from "./records.ts";

interface Parts {
  readonly database: Database;
  readonly store: PostgresStore;
  readonly download: Download;
}

/**
 * The handler: downloads first, records then, so that nothing is recorded that is not there. What it throws has Mynth
 * deliver the event again.
 */
export function keepPictures({ database, store, download }: Parts) {
  return async function keep(event: ImageEvent, { claim }: Delivery): Promise<void> {
    const task = event.task.id;
    const pictures = await Promise.all(
      succeededImages(event).map(async ({ id: image, url, mynth_url }) => {
        const from = url ?? mynth_url;
        // Details of an event are not checked before they get here.
        if (typeof image !== "string" || typeof from !== "string")
          throw new Error(`An image of ${task} cannot be had.`);
        return { image, file: await download({ task, image, url: from }) };
      }),
    );

    // The mark that it is done is part of the same transaction: recorded once, though a process may die at any point.
    await database.transaction(async (query) => {
      await store.completeWithin(query, claim);
      await record(query, {
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
