import { checkNeighbours } from "../check-neighbours.ts";
import { onHono } from "../start-hono.ts";
import { honoNeighbours } from "./hono-neighbours.ts";

checkNeighbours(onHono(honoNeighbours));
