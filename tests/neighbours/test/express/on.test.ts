import { mynthWebhook, on } from "@mynth-webhooks/express";
import type { RequestHandler } from "express";
import { expect, test } from "vitest";
import { sendUntilSettled, startNeighbour } from "../check-neighbours.ts";
import { createDelivery, path, secret } from "../deliveries.ts";
import { expressVersions, reportErrors, startExpress } from "../start-express.ts";
import { expressNeighbours } from "./express-neighbours.ts";

for (const { version, express } of expressVersions) {
  for (const { what, before, only = version } of expressNeighbours) {
    if (!before || only !== version) continue;
    test.concurrent(`on() in Express ${version} ${what} returns 204, and a duplicate gets 200`, async (context) => {
      let runs = 0;
      const { application, inbox } = await startNeighbour(
        {
          start(inbox) {
            const app = express();
            for (const middleware of before(express)) app.use(middleware);
            const count = () => {
              runs += 1;
            };
            const handler: RequestHandler = on({ all: count });
            app.post(path, mynthWebhook(secret, inbox.options), handler);
            return startExpress(app.use(reportErrors(inbox)));
          },
        },
        context,
      );
      const { status, body } = await application.send(createDelivery());
      expect({ status, body, reports: inbox.reports }).toEqual({ status: 204, body: "", reports: [] });
      expect([await sendUntilSettled(application), runs]).toEqual([200, 1]);
    });
  }
}
