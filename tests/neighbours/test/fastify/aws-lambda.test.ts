import awsLambda from "@fastify/aws-lambda";
import type { Neighbour } from "../application.ts";
import { checkNeighbours } from "../check-neighbours.ts";
import { type LambdaHandler, lambdaShapes, onLambda } from "../lambda-events.ts";
import { makeFastify } from "../start-fastify.ts";

checkNeighbours(
  lambdaShapes.map(
    (shape): Neighbour => ({
      what: `Fastify on ${shape.shape} by @fastify/aws-lambda`,
      ways: ["at once"],
      async start(inbox) {
        const handler: unknown = awsLambda(await makeFastify({}, inbox));
        return onLambda(handler as LambdaHandler, shape);
      },
    }),
  ),
);
