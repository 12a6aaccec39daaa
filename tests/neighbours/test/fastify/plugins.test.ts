import { checkNeighbours } from "../check-neighbours.ts";
import { onFastify } from "../start-fastify.ts";
import { fastifyNeighbours } from "./fastify-neighbours.ts";

checkNeighbours(onFastify(fastifyNeighbours));
