import { expect, test } from "vitest";
import type { Neighbour } from "../../test/application.ts";
import { checkNeighbours, startNeighbour } from "../../test/check-neighbours.ts";
import { createDelivery } from "../../test/deliveries.ts";
import { onExpress } from "../../test/start-express.ts";
import { onFastify } from "../../test/start-fastify.ts";
import { onHono } from "../../test/start-hono.ts";

// vitest.config.ts runs this file once for each tracer, which is loaded before everything else.
const traced: Neighbour[] = [
  ...onExpress([{ what: "traced" }, { what: "traced in front of a parser", behind: (express) => [express.json()] }]),
  ...onFastify([{ what: "a tracer", register: () => {}, where: "before" }]),
  ...onHono([{ what: "traced" }]),
];

checkNeighbours(traced);

for (const neighbour of traced) {
  test(`the tracer reports the request in ${neighbour.what}`, async (context) => {
    const { application } = await startNeighbour(neighbour, context);
    await application.send(createDelivery());
    await expect.poll(getSpans, { timeout: 5000 }).toContainEqual(expect.stringContaining("POST"));
  });
}

function getSpans(): unknown {
  const get: unknown = Reflect.get(globalThis, Symbol.for("neighbours.names-of-spans"));
  return typeof get === "function" ? get() : [];
}
