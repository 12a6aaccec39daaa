import * as Sentry from "@sentry/node";
import { checkNeighbours } from "../../test/check-neighbours.ts";
import { path } from "../../test/deliveries.ts";
import { onExpress } from "../../test/start-express.ts";
import { onFastify } from "../../test/start-fastify.ts";

checkNeighbours([
  ...onExpress([
    {
      what: "with Sentry's error handler",
      mount(app, guard, handler) {
        app.post(path, guard, handler);
        Sentry.setupExpressErrorHandler(app);
      },
    },
  ]),
  ...onFastify([{ what: "Sentry's error handler", register: (app) => Sentry.setupFastifyErrorHandler(app) }]),
]);
