import { checkNeighbours } from "../check-neighbours.ts";
import { onHono } from "../start-hono.ts";
import { requestNeighbours } from "./request-neighbours.ts";

checkNeighbours(onHono(requestNeighbours));
