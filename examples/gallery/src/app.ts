import { readFile } from "node:fs/promises";
import { serveStatic } from "@hono/node-server/serve-static";
import { mynthWebhook, on } from "@mynth-webhooks/hono";
import { postgresStore } from "@mynth-webhooks/postgres";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import type { Database } from "./database.ts";
import { createPictureHandler } from "./keep-pictures.ts";
import { renderPage } from "./page.ts";
import { createPictureStore, type PictureStoreOptions } from "./picture-store.ts";
import { getNewestTasks, getTotals } from "./records.ts";

export interface GalleryOptions {
  readonly database: Database;
  readonly pictures: PictureStoreOptions;
  /**
   * The webhook's secrets.
   *
   * @default MYNTH_WEBHOOK_SECRET
   */
  readonly secret?: string | readonly string[] | undefined;
}

const stylesheet = await readFile(new URL("../public/gallery.css", import.meta.url));

/** Creates an application that receives finished tasks at `/webhooks/mynth` and shows them at `/`. */
export async function createGallery({ database, pictures, secret }: GalleryOptions): Promise<Hono> {
  const store = postgresStore(database.query);
  const keep = createPictureHandler({ database, store, download: await createPictureStore(pictures) });
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
      // No script runs on these pages, whatever a prompt contains.
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
  app.get("/", async (c) =>
    c.html(renderPage(await getNewestTasks(database.query, 60), await getTotals(database.query))),
  );
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
