import { once } from "node:events";
import type { Server } from "node:http";
import { path } from "./deliveries.ts";
import type { Inbox } from "./inbox.ts";
import { type Answer, type Sent, send, type Way } from "./send.ts";

/** A running application. */
export interface Application {
  /** The guarded route. */
  readonly url: string;
  send(request: Sent, way?: Way): Promise<Answer>;
  stop(): Promise<void>;
}

/** An application under test. It reports its handled deliveries and its errors to the inbox. */
export interface Neighbour {
  /** Completes "a delivery in ...". */
  readonly what: string;
  readonly start: (inbox: Inbox) => Promise<Application>;
  /** @default every way. Platforms without a connection, such as Lambda, deliver a body at once. */
  readonly ways?: readonly Way[];
}

/** Waits until a server listens on 127.0.0.1 and sends to it. */
export async function overHttp(server: Server, close?: () => Promise<void>): Promise<Application> {
  if (!server.listening) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  }
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const url = `http://127.0.0.1:${port}${path}`;
  return {
    url,
    send: (request, way) => send(url, request, way),
    async stop() {
      server.closeAllConnections();
      await (close ? close() : new Promise((resolve) => server.close(resolve)));
    },
  };
}
