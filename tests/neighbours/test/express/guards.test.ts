import { mynthWebhook } from "@mynth-webhooks/express";
import { checkSafeMethods } from "../check-safe-methods.ts";
import { checkTwoGuards } from "../check-two-guards.ts";
import { path, secret } from "../deliveries.ts";
import { createHandler, expressVersions, reportErrors, startExpress } from "../start-express.ts";

for (const { version, express } of expressVersions) {
  checkTwoGuards(`Express ${version}`, (first, second, inbox) => {
    const guard = mynthWebhook(first.secret, first.options);
    const app = express();
    app.use("/webhooks", guard);
    app.post(path, second === first ? guard : mynthWebhook(second.secret, second.options), createHandler(inbox));
    return startExpress(app.use(reportErrors(inbox)));
  });

  checkSafeMethods(`Express ${version}`, (inbox) => {
    const app = express();
    app.use(mynthWebhook(secret));
    app.use(express.json());
    app.all(path, (req, res) => {
      // Reading the property could throw.
      inbox.report(`${req.method} ${Object.hasOwn(req, "mynthEvent") ? "with" : "without"} an event`);
      res.end();
    });
    return startExpress(app.use(reportErrors(inbox)));
  });
}
