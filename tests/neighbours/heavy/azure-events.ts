import type { Application } from "../test/application.ts";
import { path } from "../test/deliveries.ts";
import { toAnswer, within } from "../test/lambda-events.ts";

export type AzureHandler = (context: object, request: object) => unknown;

const log = Object.assign(() => {}, { info() {}, warn() {}, error() {}, verbose() {} });

/** An application behind a wrapper, called as in programming model 3 of Azure Functions. */
export function onAzure(handler: AzureHandler): Application {
  return {
    url: `azure:${path}`,
    async send({ headers, body, method = "POST" }) {
      const url = `https://hooks.azurewebsites.net${path}`;
      // The host has already parsed the body and kept it as a string.
      const request = {
        method,
        url,
        originalUrl: url,
        headers: { ...headers },
        query: {},
        params: {},
        body: JSON.parse(body),
        rawBody: body,
      };
      const context = {
        invocationId: "1",
        bindingDefinitions: [],
        bindingData: {},
        traceContext: {},
        log,
        res: {},
        done() {},
        req: request,
      };
      return toAnswer(await within(handler(context, request)));
    },
    stop: async () => {},
  };
}
