import type { RequestListener } from "node:http";
import { configure as codegenie } from "@codegenie/serverless-express";
import { ServerlessAdapter } from "@h4ad/serverless-adapter";
import { ApiGatewayV1Adapter, ApiGatewayV2Adapter } from "@h4ad/serverless-adapter/adapters/aws";
import { HttpTriggerV4Adapter } from "@h4ad/serverless-adapter/adapters/azure";
import { ExpressFramework } from "@h4ad/serverless-adapter/frameworks/express";
import { AzureHandler as H4adAzureHandler } from "@h4ad/serverless-adapter/handlers/azure";
import { DefaultHandler } from "@h4ad/serverless-adapter/handlers/default";
import { PromiseResolver } from "@h4ad/serverless-adapter/resolvers/promise";
import vendia from "@vendia/serverless-express";
import serverlessHttp4 from "serverless-http";
import serverlessHttp2 from "serverless-http-2";
import serverlessHttp3 from "serverless-http-3";
import type { LambdaHandler } from "../test/lambda-events.ts";
import type { AzureHandler } from "./azure-events.ts";

/** A package that wraps an Express application or a listener of `node:http`. */
export interface Wrapper {
  readonly what: string;
  readonly forLambda: (listener: RequestListener) => LambdaHandler;
  readonly forAzure?: (listener: RequestListener) => AzureHandler;
}

// They recognize an Express application by this method.
const asExpress = (listener: RequestListener) =>
  "handle" in listener ? listener : Object.assign(listener, { handle: listener });

/** Every wrapper has its own types for the application, and types only the events of AWS. */
function untyped(wrap: unknown): (...args: unknown[]) => (...args: unknown[]) => unknown {
  return wrap as (...args: unknown[]) => (...args: unknown[]) => unknown;
}

const throughServerlessHttp = (what: string, wrap: unknown): Wrapper => ({
  what,
  forLambda: (listener) => untyped(wrap)(asExpress(listener)),
});

const forAzure = (wrap: unknown) => (listener: RequestListener) =>
  untyped(wrap)(asExpress(listener), { provider: "azure" });

const throughServerlessExpress = (what: string, configure: unknown): Wrapper => {
  const wrap = (options: object) => (listener: RequestListener) => {
    const handler = untyped(configure)({ app: asExpress(listener), logSettings: { level: "error" }, ...options });
    return (event: object, context: object) => handler(event, context, () => {});
  };
  // They recognize Azure by an environment variable of the host.
  return { what, forLambda: wrap({}), forAzure: wrap({ eventSourceName: "AZURE_HTTP_FUNCTION_V3" }) };
};

/** Wrappers that run Node applications on Lambda and Azure. */
export const wrappers: readonly Wrapper[] = [
  throughServerlessExpress("@codegenie/serverless-express", codegenie),
  throughServerlessExpress("@vendia/serverless-express", vendia),
  { ...throughServerlessHttp("serverless-http 4", serverlessHttp4), forAzure: forAzure(serverlessHttp4) },
  { ...throughServerlessHttp("serverless-http 3", serverlessHttp3), forAzure: forAzure(serverlessHttp3) },
  // Supports Lambda only.
  throughServerlessHttp("serverless-http 2", serverlessHttp2),
  { what: "@h4ad/serverless-adapter", forLambda: h4adForLambda, forAzure: h4adForAzure },
];

function h4adForLambda(listener: RequestListener): LambdaHandler {
  const adapter = ServerlessAdapter.new(asExpress(listener) as never)
    .setFramework(new ExpressFramework())
    .setHandler(new DefaultHandler())
    .setResolver(new PromiseResolver())
    .addAdapter(new ApiGatewayV1Adapter() as never)
    .addAdapter(new ApiGatewayV2Adapter() as never);
  return (event, context) => untyped(adapter.build())(event, context, () => {});
}

function h4adForAzure(listener: RequestListener): AzureHandler {
  const adapter = ServerlessAdapter.new(asExpress(listener) as never)
    .setFramework(new ExpressFramework())
    .setHandler(new H4adAzureHandler() as never)
    .setResolver(new PromiseResolver() as never)
    .addAdapter(new HttpTriggerV4Adapter() as never);
  return (context, request) => untyped(adapter.build())(context, request);
}
