import { createAdaptorServer, type ServerType } from "@hono/node-server";
import { Hono } from "hono";
import { paintLandscape } from "./landscape.ts";

/** Starts a fake CDN that serves a different picture at `/1.png`, `/2.png` and so on. */
export async function startCdn(): Promise<{ origin: string; server: ServerType }> {
  const app = new Hono();
  app.get("/:file{[0-9]{1,6}\\.png}", (c) =>
    c.body(new Uint8Array(paintLandscape(Number.parseInt(c.req.param("file"), 10))), 200, {
      "content-type": "image/png",
    }),
  );

  const server = createAdaptorServer({ fetch: app.fetch });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The fake CDN listens on no port.");
  return { origin: `http://127.0.0.1:${address.port}`, server };
}
