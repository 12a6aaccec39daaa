import { createServer, type RequestListener } from "node:http";
import { png } from "example-gallery/demo/png";
import { listen } from "./listen.ts";

/** What the stand-in for the CDN has. */
export const picture = png(40, 30, (x, y) => [x * 6, y * 8, 90]);

export const servePicture: RequestListener = (_request, response) =>
  response.writeHead(200, { "content-type": "image/png" }).end(picture);

/** A stand-in for the CDN that answers as it is told to, and counts. */
export async function startCdn() {
  const server = createServer((request, response) => {
    cdn.requests += 1;
    cdn.answer(request, response);
  });
  const cdn = {
    origin: await listen(server),
    requests: 0,
    answer: servePicture,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return cdn;
}
