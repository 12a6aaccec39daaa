import { errorCodes, type MynthWebhookErrorCode } from "@mynth-webhooks/core";
import { expect, test } from "vitest";
import { completedPayload } from "../example-payload.ts";
import type { ContractRequest, StartApp } from "./app.ts";
import { alterHeaders, now, signRequest, tamperWithBody } from "./requests.ts";

const rejections: readonly { what: string; code: MynthWebhookErrorCode; request: () => ContractRequest }[] = [
  {
    what: "without a signature",
    code: "missing_signature",
    request: () => alterHeaders({ "x-mynth-signature": undefined }),
  },
  {
    what: "with an empty signature",
    code: "missing_signature",
    request: () => alterHeaders({ "x-mynth-signature": "" }),
  },
  {
    what: "with a malformed signature",
    code: "malformed_signature",
    request: () => alterHeaders({ "x-mynth-signature": "v1=abc" }),
  },
  { what: "with two timestamps", code: "malformed_signature", request: () => alterHeaders((h) => `t=${now},${h}`) },
  { what: "whose body was tampered with", code: "signature_mismatch", request: () => tamperWithBody() },
  {
    what: "signed with another secret",
    code: "signature_mismatch",
    request: () => signRequest(completedPayload, { secret: "wbs_other" }),
  },
  {
    what: "301 seconds old",
    code: "timestamp_out_of_tolerance",
    request: () => signRequest(completedPayload, { timestamp: now - 301 }),
  },
  {
    what: "301 seconds ahead",
    code: "timestamp_out_of_tolerance",
    request: () => signRequest(completedPayload, { timestamp: now + 301 }),
  },
  {
    what: "whose timestamp was changed",
    code: "signature_mismatch",
    request: () => alterHeaders((h) => h.replace(`${now}`, `${now + 1}`)),
  },
  {
    what: "with a compressed body",
    code: "unsupported_encoding",
    request: () => alterHeaders({ "content-encoding": "gzip" }),
  },
  {
    what: "with a body above the limit",
    code: "body_too_large",
    request: () => signRequest({ ...completedPayload, padding: "x".repeat(4096) }),
  },
  { what: "whose body is not JSON", code: "invalid_payload", request: () => signRequest("not json") },
  { what: "whose body is an array", code: "invalid_payload", request: () => signRequest("[]") },
  { what: "whose body is null", code: "invalid_payload", request: () => signRequest("null") },
  { what: "whose body is empty", code: "invalid_payload", request: () => signRequest("") },
  { what: "without an event name", code: "invalid_payload", request: () => signRequest({ task: { id: "tsk_1" } }) },
  {
    what: "of a completed task without a result",
    code: "invalid_payload",
    request: () => signRequest({ event: completedPayload.event, task: { id: "tsk_1" } }),
  },
  { what: "without a task id", code: "invalid_payload", request: () => signRequest({ ...completedPayload, task: {} }) },
  {
    what: "whose event header does not match its body",
    code: "invalid_payload",
    request: () => alterHeaders({ "x-mynth-event": "task.image.generate.failed" }),
  },
];

/** Tests that bad deliveries are rejected. */
export function testRejections(startApp: StartApp): void {
  for (const { what, code, request } of rejections) {
    const { status, message } = errorCodes[code];
    test(`a delivery ${what} is rejected with ${status} ${code}, leaks nothing, and does not affect the next one`, async () => {
      const reported: unknown[] = [];
      const app = await startApp({ onError: (error) => reported.push(error) });
      const response = await app.send(request());
      expect(response.status).toBe(status);
      expect(parseRejection(response.body)).toEqual({ code, message });
      expect(app.seen).toEqual([]);
      expect(reported).toEqual([
        expect.objectContaining({ name: "MynthWebhookError", code, hint: expect.any(String) }),
      ]);
      expect(response.body + JSON.stringify(reported)).not.toMatch(/wbs_contract|tea brand|[0-9a-f]{64}/);
      expect((await app.send(signRequest(completedPayload))).status).toBe(200);
      expect(app.seen).toHaveLength(1);
    });
  }

  test("a GET passes without an event, and every other method is verified", async () => {
    const app = await startApp();
    const page = await app.send({ method: "GET", headers: {} });
    expect([page.status, page.body]).toEqual([200, "open"]);
    expect((await app.send({ ...alterHeaders({ "x-mynth-signature": undefined }), method: "PUT" })).status).toBe(401);
    expect(app.seen).toEqual([]);
    expect((await app.send({ ...signRequest(completedPayload), method: "PUT" })).status).toBe(200);
    expect(app.seen).toHaveLength(1);
  });
}

/** Parses a rejection in our own format, or in that of a framework's error page. */
export function parseRejection(body: string): { code: unknown; message: unknown } {
  const { error, code, message } = JSON.parse(body);
  return typeof error === "object" ? error : { code, message };
}
