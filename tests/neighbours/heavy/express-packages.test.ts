import { Writable } from "node:stream";
import * as openApi from "express-openapi-validator";
import promBundle from "express-prom-bundle";
import { body as validateBody } from "express-validator";
import expressWinston from "express-winston";
import promClient from "prom-client";
import winston from "winston";
import { checkNeighbours } from "../test/check-neighbours.ts";
import { path } from "../test/deliveries.ts";
import { type ExpressNeighbour, onExpress } from "../test/start-express.ts";

const nowhere = () => new Writable({ write: (_chunk, _encoding, done) => done() });
const transports = () => [new winston.transports.Stream({ stream: nowhere() })];
const apiSpec: NonNullable<Parameters<typeof openApi.middleware>[0]>["apiSpec"] = {
  openapi: "3.0.0",
  info: { title: "Hooks", version: "1" },
  paths: {
    [path]: {
      post: {
        requestBody: { content: { "application/json": { schema: { type: "object" } } } },
        responses: { "200": { description: "Handled" } },
      },
    },
  },
};

const packages: readonly ExpressNeighbour[] = [
  {
    what: "behind express-winston",
    before: () => [expressWinston.logger({ transports: transports(), requestWhitelist: ["body", "headers"] })],
  },
  {
    what: "behind express-winston that logs answers",
    before: () => [expressWinston.logger({ transports: transports(), responseWhitelist: ["body", "statusCode"] })],
  },
  {
    what: "behind express-prom-bundle",
    before() {
      promClient.register.clear();
      return [promBundle({ includeMethod: true, includePath: true })];
    },
  },
  {
    what: "in front of express-validator that escapes",
    behind: () => [validateBody("request.prompt").trim().escape()],
  },
  {
    what: "in front of express-openapi-validator",
    mount(app, guard, handler) {
      app.use(path, guard);
      app.use(openApi.middleware({ apiSpec, validateRequests: true, validateSecurity: false }));
      app.post(path, handler);
    },
  },
];

checkNeighbours(onExpress(packages));
