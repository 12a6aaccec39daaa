import { mynthWebhook } from "@mynth-webhooks/fastify";
import Fastify, { type FastifyInstance } from "fastify";
import { type Application, type Neighbour, overHttp } from "./application.ts";
import { path, secret } from "./deliveries.ts";
import type { Inbox } from "./inbox.ts";

export interface FastifyNeighbour {
  readonly what: string;
  /** Registers the neighbor, with routes of its own if it has any. */
  readonly register: (app: FastifyInstance) => unknown;
  /** Registers it only before the guard, or only behind the guard in its scope. @default both */
  readonly where?: "before" | "behind";
}

/** Registers every neighbor before the guard for the whole application, and behind it in the guard's scope. */
export function onFastify(neighbours: readonly FastifyNeighbour[]): Neighbour[] {
  return neighbours.flatMap(({ what, register, where }) => [
    ...(where === "behind" ? [] : [{ what: `Fastify behind ${what}`, start: startWith({ before: register }) }]),
    ...(where === "before" ? [] : [{ what: `Fastify in front of ${what}`, start: startWith({ behind: register }) }]),
  ]);
}

interface Places {
  readonly before?: FastifyNeighbour["register"];
  readonly behind?: FastifyNeighbour["register"];
}

const startWith = (places: Places) => async (inbox: Inbox) => startFastify(await makeFastify(places, inbox));

export async function makeFastify({ before, behind }: Places, inbox: Inbox): Promise<FastifyInstance> {
  const app = Fastify();
  reportErrors(app, inbox);
  await before?.(app);
  await app.register(async (webhooks) => {
    await webhooks.register(mynthWebhook, { secret, ...inbox.options });
    await behind?.(webhooks);
    addRoute(webhooks, inbox);
  });
  return app;
}

export function addRoute(scope: FastifyInstance, inbox: Inbox): void {
  scope.post(path, async (request) => inbox.handle(request.mynthEvent, request.mynthDelivery));
}

/** Leaves out the errors that the guard's `onError` already reports. */
export function reportErrors(app: FastifyInstance, inbox: Inbox): void {
  app.addHook("onError", async (_request, _reply, error) => {
    if (!inbox.failing && error.name !== "MynthWebhookError") inbox.report(error);
  });
}

/** Listens on 127.0.0.1. */
export async function startFastify(app: FastifyInstance): Promise<Application> {
  await app.listen({ host: "127.0.0.1", port: 0 });
  return overHttp(app.server, () => app.close());
}
