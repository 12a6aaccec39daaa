import { expect, test } from "vitest";
import { checkNeighbours, startNeighbour } from "../check-neighbours.ts";
import { createDelivery, large, small } from "../deliveries.ts";
import { type ExpressNeighbour, onExpress } from "../start-express.ts";
import { bodyListeners } from "./body-listeners.ts";

checkNeighbours(onExpress(bodyListeners));

/** Middleware that consumes or decodes the bytes. */
const lossy: readonly ExpressNeighbour[] = [
  {
    what: "behind rawBody += chunk with setEncoding",
    before: () => [
      (req, _res, next) => {
        let text = "";
        Object.assign(req, { rawBody: text });
        req.setEncoding("utf8").on("data", (chunk) => {
          text += chunk;
          Object.assign(req, { rawBody: text });
        });
        next();
      },
    ],
  },
  {
    what: "behind a listener and a wait until the body has ended",
    before: () => [
      (req, _res, next) => {
        req.on("data", () => {});
        req.once("end", () => setTimeout(() => next(), 20));
      },
    ],
  },
  { what: "behind express.json", before: (express) => [express.json({ limit: "1mb" })] },
];

for (const neighbour of onExpress(lossy)) {
  test.concurrent.for([small, large])(
    `a good delivery of %i bytes in ${neighbour.what} is handled, or gets 500 with a hint`,
    async (size, context) => {
      const { application, inbox } = await startNeighbour(neighbour, context);
      const { status } = await application.send(createDelivery({ size }));
      if (status === 200) return expect(inbox.handled.length).toBe(1);
      expect([status, inbox.handled.length]).toEqual([500, 0]);
      expect(inbox.reports.join()).toMatch(/^body_already_consumed: .{20}/);
    },
  );
}
