import {
  type ContractRequest,
  type ContractSetup,
  describeAdapter,
  type SeenDelivery,
} from "@mynth-webhooks/testing/contract";
import Fastify from "fastify";
import { mynthWebhook, on } from "../src/index.ts";

type Transport = "inject" | "port";

async function startFastify(transport: Transport, { secret, options, handlers }: ContractSetup) {
  const seen: SeenDelivery[] = [];
  const app = Fastify();
  await app.register(mynthWebhook, { secret, ...options });
  app.get("/webhooks/mynth", async () => "open");
  for (const url of ["/webhooks/mynth", "/webhooks/mynth/:token"]) {
    app.route({
      method: ["POST", "PUT"],
      url,
      handler: handlers
        ? on(handlers)
        : async (request, reply) => {
            seen.push({ event: request.mynthEvent, delivery: request.mynthDelivery, json: request.body });
            return reply.code(200).send();
          },
    });
  }
  const url = transport === "port" ? await app.listen({ host: "127.0.0.1", port: 0 }) : "";
  return {
    seen,
    async send({ method, suffix = "", headers, body }: ContractRequest) {
      if (transport === "port") {
        const response = await fetch(`${url}/webhooks/mynth${suffix}`, {
          method,
          headers,
          ...(body && { body: body.slice() }),
        });
        return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
      }
      const response = await app.inject({
        method: method as "POST",
        url: `/webhooks/mynth${suffix}`,
        headers,
        ...(body && { payload: Buffer.from(body) }),
      });
      return { status: response.statusCode, headers: response.headers, body: response.body };
    },
    stop: () => app.close(),
  };
}

describeAdapter("Fastify by inject", (setup) => startFastify("inject", setup));
describeAdapter("Fastify on a port", (setup) => startFastify("port", setup));
