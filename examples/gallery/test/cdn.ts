import { createServer, type RequestListener } from "node:http";
import { encodePng } from "example-gallery/demo/png";
import { listen } from "./listen.ts";

/** The picture that the fake CDN serves. */
export const picture = encodePng(40, 30, (x, y) => [x * 6, y * 8, 90]);

export const servePicture: RequestListener = (_request, response) =>
  response.writeHead(200, { "content-type": "image/png" }).end(picture);

/** Starts a fake CDN with a configurable answer, which counts its requests. */
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
