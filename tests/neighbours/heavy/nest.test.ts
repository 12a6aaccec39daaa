import { expect, test } from "vitest";
import { checkNeighbours, startNeighbour } from "../test/check-neighbours.ts";
import { createDelivery } from "../test/deliveries.ts";
import { startNestOnExpress, startNestOnFastify } from "./nest-application.ts";

checkNeighbours([
  { what: "Nest on Express", start: (inbox) => startNestOnExpress({}, inbox) },
  { what: "Nest on Express with rawBody", start: (inbox) => startNestOnExpress({ rawBody: true }, inbox) },
  {
    what: "Nest on Express with rawBody and the guard as a module's middleware",
    start: (inbox) => startNestOnExpress({ rawBody: true, as: "consumer" }, inbox),
  },
  { what: "Nest on Fastify", start: (inbox) => startNestOnFastify({}, inbox) },
  { what: "Nest on Fastify with rawBody", start: (inbox) => startNestOnFastify({ rawBody: true }, inbox) },
]);

for (const [platform, start] of Object.entries({ Express: startNestOnExpress, Fastify: startNestOnFastify })) {
  test(`a guarded controller of Nest on ${platform} has request.rawBody with rawBody: true`, async (context) => {
    const { application } = await startNeighbour({ start: (inbox) => start({ rawBody: true }, inbox) }, context);
    expect(JSON.parse((await application.send(createDelivery())).body)).toMatchObject({ rawBody: true });
  });
}

test("the guard behind the parsers of Nest on Express without rawBody returns 500 with a hint", async (context) => {
  const start = startNestOnExpress.bind(null, { as: "consumer" });
  const { application, inbox } = await startNeighbour({ start }, context);
  expect((await application.send(createDelivery())).status).toBe(500);
  expect(inbox.reports.join()).toMatch(/^body_already_consumed: .*rawBody/);
});
