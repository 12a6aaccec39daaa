import { checkNeighbours } from "../check-neighbours.ts";
import { onExpress } from "../start-express.ts";
import { expressNeighbours } from "./express-neighbours.ts";

checkNeighbours(onExpress(expressNeighbours));
