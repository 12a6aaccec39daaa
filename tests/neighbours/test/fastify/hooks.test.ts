import { checkNeighbours } from "../check-neighbours.ts";
import { onFastify } from "../start-fastify.ts";
import { hookNeighbours } from "./hook-neighbours.ts";

checkNeighbours(onFastify(hookNeighbours));
