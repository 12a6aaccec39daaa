import { readFile } from "node:fs/promises";
import { serveStatic } from "@hono/node-server/serve-static";
import { mynthWebhook, on } from "@mynth-webhooks/hono";
import { postgresStore } from "@mynth-webhooks/postgres";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import type { Database } from "./database.ts";
import { keepPictures } from "./keep-pictures.ts";
import { page } from "./page.ts";
import { type PictureStoreOptions, pictureStore } from "./picture-store.ts";
import { getTotals, newestTasks } from "./records.ts";

export interface GalleryOptions {
  readonly database: Database;
  readonly pictures: PictureStoreOptions;
  /** Default: `MYNTH_WEBHOOK_SECRET`, read when a delivery arrives. */
  readonly secret?: string | readonly string[] | undefined;
}

const stylesheet = await readFile(new URL("../public/gallery.css", import.meta.url));

/** Receives finished tasks at `/webhooks/mynth` and shows them at `/`. */
export async function gallery({ database, pictures, secret }: GalleryOptions): Promise<Hono> {
  const store = postgresStore(database.query);
  const keep = keepPictures({ database, store, download: await pictureStore(pictures) });
  const app = new Hono();

  app.post(
    "/webhooks/mynth",
    mynthWebhook(secret, { idempotency: { store } }),
    on({
      "task.image.generate.completed": keep,
      "task.image.upscale.completed": keep,
      "task.image.remove_background.completed": keep,
    }),
  );

  app.use(
    secureHeaders({
      // Nothing runs on these pages, whatever a prompt may hold.
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        imgSrc: ["'self'"],
        styleSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: ["'none'"],
      },
      referrerPolicy: "no-referrer",
    }),
  );
  app.get("/", async (c) => c.html(page(await newestTasks(database.query, 60), await getTotals(database.query))));
  app.get("/gallery.css", (c) => c.body(stylesheet, 200, { "content-type": "text/css; charset=utf-8" }));
  app.get(
    "/pictures/:file",
    serveStatic({
      root: pictures.folder,
      rewriteRequestPath: (path) => path.slice("/pictures".length),
      onFound: (_path, c) => c.header("cache-control", "private, max-age=31536000, immutable"),
    }),
  );
  return app;
}
