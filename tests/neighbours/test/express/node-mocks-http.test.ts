import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { mynthWebhook } from "@mynth-webhooks/express";
import { createRequest, createResponse } from "node-mocks-http";
import { expect, test } from "vitest";
import { createDelivery, secret } from "../deliveries.ts";
import { patience } from "../send.ts";

const { headers, body } = createDelivery();

/** Sends a request of node-mocks-http, which is an EventEmitter and not a stream, to the guard. Returns the result. */
async function send(given: { body?: unknown; rawBody?: Buffer }, when?: "before" | "after"): Promise<string> {
  const req = createRequest({ method: "POST", url: "/webhooks/mynth", headers: { ...headers } });
  const res = createResponse({ eventEmitter: EventEmitter });
  Object.assign(req, given);
  const hang = sleep(patience, "a hang");
  const outcome = new Promise<string>((resolve) => {
    res.on("end", () => resolve(`${res.statusCode} ${JSON.parse(res._getData()).error?.code}`));
    if (when === "before") req.send(body);
    mynthWebhook(secret, { onError: () => {} })(req, res, () => resolve(`delivered ${Boolean(req.mynthEvent)}`));
    if (when === "after") req.send(body);
  });
  return Promise.race([outcome, hang]);
}

const consumed = "500 body_already_consumed";
test.concurrent("a node-mocks-http request with a Buffer as its body is delivered", async () => {
  expect(await send({ body: Buffer.from(body) })).toBe("delivered true");
});
test.concurrent("a node-mocks-http request with a string as its body is delivered", async () => {
  expect(await send({ body })).toBe("delivered true");
});
test.concurrent("a node-mocks-http request with a parsed body fails at once", async () => {
  expect(await send({ body: JSON.parse(body) })).toBe(consumed);
});
test.concurrent("a node-mocks-http request with a rawBody is delivered", async () => {
  expect(await send({ body: JSON.parse(body), rawBody: Buffer.from(body) })).toBe("delivered true");
});
test.concurrent("a node-mocks-http request whose send() comes after the guard fails at once", async () => {
  expect(await send({}, "after")).toBe(consumed);
});
test.concurrent("a node-mocks-http request whose send() came before the guard fails at once", async () => {
  expect(await send({}, "before")).toBe(consumed);
});
