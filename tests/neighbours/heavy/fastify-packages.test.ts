import fastifyMetrics from "fastify-metrics";
import { checkNeighbours } from "../test/check-neighbours.ts";
import { type FastifyNeighbour, onFastify } from "../test/start-fastify.ts";

const packages: readonly FastifyNeighbour[] = [
  { what: "fastify-metrics", register: (app) => app.register(fastifyMetrics.default, { clearRegisterOnInit: true }) },
];

checkNeighbours(onFastify(packages));
