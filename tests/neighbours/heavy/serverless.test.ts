import type { RequestListener } from "node:http";
import type { Neighbour } from "../test/application.ts";
import { checkNeighbours } from "../test/check-neighbours.ts";
import type { Inbox } from "../test/inbox.ts";
import { lambdaShapes, onLambda } from "../test/lambda-events.ts";
import { expressVersions, makeExpress } from "../test/start-express.ts";
import { makeFastify } from "../test/start-fastify.ts";
import { onAzure } from "./azure-events.ts";
import { wrappers } from "./serverless-wrappers.ts";

const frameworks: { name: string; listen: (inbox: Inbox) => RequestListener | Promise<RequestListener> }[] = [
  ...expressVersions.map(({ version, express }) => ({
    name: `Express ${version}`,
    listen: (inbox: Inbox) => makeExpress({ what: "alone" }, inbox, express),
  })),
  {
    name: "Fastify",
    async listen(inbox) {
      const app = await makeFastify({}, inbox);
      await app.ready();
      return (req, res) => app.routing(req, res);
    },
  },
];

const ways: Neighbour["ways"] = ["at once"];

for (const { what, forLambda, forAzure } of wrappers) {
  for (const { name, listen } of frameworks) {
    checkNeighbours([
      ...lambdaShapes.map((shape) => ({
        what: `${name} on ${shape.shape} by ${what}`,
        ways,
        start: async (inbox: Inbox) => onLambda(forLambda(await listen(inbox)), shape),
      })),
      ...[forAzure].flatMap((wrap) =>
        wrap
          ? [
              {
                what: `${name} on Azure by ${what}`,
                ways,
                start: async (inbox: Inbox) => onAzure(wrap(await listen(inbox))),
              },
            ]
          : [],
      ),
    ]);
  }
}
