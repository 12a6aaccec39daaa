import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { type HttpFunction, http } from "@google-cloud/functions-framework";
import { getTestServer } from "@google-cloud/functions-framework/testing";
import type { PlatformRequest, PlatformResponse } from "./platform-request.ts";
import { addVercelHelpers } from "./vercel-helpers.ts";

let functions = 0;

/** Creates Google's server for a function, which Cloud Functions, Cloud Run functions and Firebase use. */
export function googleFunction(app: HttpFunction): Server {
  functions += 1;
  const name = `function-${functions}`;
  http(name, app);
  return getTestServer(name);
}

/** Creates a server for a Vercel function with the default helpers. */
export function vercelFunction(app: RequestListener): Server {
  return createServer((req, res) => void addVercelHelpers(req).then(() => app(req, res)));
}

/** Starts a server, sends one request, and stops the server. */
export async function sendTo(server: Server, { headers, query, body }: PlatformRequest): Promise<PlatformResponse> {
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  try {
    const { port } = server.address() as AddressInfo;
    const search = query ? `?${new URLSearchParams(query)}` : "";
    const url = `http://127.0.0.1:${port}/webhooks/mynth${search}`;
    const response = await fetch(url, { method: "POST", headers, body: new Uint8Array(body) });
    return { status: response.status, body: await response.text() };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
