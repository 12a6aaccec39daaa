import { errorCodes, type MynthWebhookErrorCode } from "@mynth-webhooks/core";
import { expect, test } from "vitest";
import { completedPayload } from "../example-payload.ts";
import type { ContractRequest, StartApp } from "./app.ts";
import { altered, now, signed, tampered } from "./requests.ts";

const refusals: readonly { what: string; code: MynthWebhookErrorCode; request: () => ContractRequest }[] = [
  {
    what: "without a signature",
    code: "missing_signature",
    request: () => altered({ "x-mynth-signature": undefined }),
  },
  { what: "with an empty signature", code: "missing_signature", request: () => altered({ "x-mynth-signature": "" }) },
  {
    what: "with a malformed signature",
    code: "malformed_signature",
    request: () => altered({ "x-mynth-signature": "v1=abc" }),
  },
  { what: "with a second timestamp", code: "malformed_signature", request: () => altered((h) => `t=${now},${h}`) },
  { what: "tampered with", code: "signature_mismatch", request: () => tampered() },
  {
    what: "signed with another secret",
    code: "signature_mismatch",
    request: () => signed(completedPayload, { secret: "wbs_other" }),
  },
  {
    what: "301 seconds old",
    code: "timestamp_out_of_tolerance",
    request: () => signed(completedPayload, { timestamp: now - 301 }),
  },
  {
    what: "301 seconds ahead",
    code: "timestamp_out_of_tolerance",
    request: () => signed(completedPayload, { timestamp: now + 301 }),
  },
  {
    what: "with another timestamp than was signed",
    code: "signature_mismatch",
    request: () => altered((h) => h.replace(`${now}`, `${now + 1}`)),
  },
  { what: "compressed", code: "unsupported_encoding", request: () => altered({ "content-encoding": "gzip" }) },
  {
    what: "larger than the limit",
    code: "body_too_large",
    request: () => signed({ ...completedPayload, padding: "x".repeat(4096) }),
  },
  { what: "that is not JSON", code: "invalid_payload", request: () => signed("not json") },
  { what: "that is an array", code: "invalid_payload", request: () => signed("[]") },
  { what: "that is null", code: "invalid_payload", request: () => signed("null") },
  { what: "that is empty", code: "invalid_payload", request: () => signed("") },
  { what: "without an event's name", code: "invalid_payload", request: () => signed({ task: { id: "tsk_1" } }) },
  {
    what: "of a completed task without a result",
    code: "invalid_payload",
    request: () => signed({ event: completedPayload.event, task: { id: "tsk_1" } }),
  },
  { what: "without a task's id", code: "invalid_payload", request: () => signed({ ...completedPayload, task: {} }) },
  {
    what: "whose event header disagrees with its body",
    code: "invalid_payload",
    request: () => altered({ "x-mynth-event": "task.image.generate.failed" }),
  },
];

/** What is refused, and how. */
export function testRefusals(startApp: StartApp): void {
  test.each(refusals)(
    "refuses a delivery $what, tells why without a secret, and serves the next",
    async ({ code, request }) => {
      const told: unknown[] = [];
      const app = await startApp({ onError: (error) => told.push(error) });
      const response = await app.send(request());
      expect(response.status).toBe(errorCodes[code].status);
      expect(refusalIn(response.body)).toEqual({ code, message: errorCodes[code].message });
      expect(app.seen).toEqual([]);
      expect(told).toEqual([expect.objectContaining({ name: "MynthWebhookError", code, hint: expect.any(String) })]);
      expect(response.body + JSON.stringify(told)).not.toMatch(/wbs_contract|tea brand|[0-9a-f]{64}/);
      expect((await app.send(signed(completedPayload))).status).toBe(200);
      expect(app.seen).toHaveLength(1);
    },
  );

  test("lets safe methods pass without an event, and verifies every other", async () => {
    const app = await startApp();
    const page = await app.send({ method: "GET", headers: {} });
    expect([page.status, page.body]).toEqual([200, "open"]);
    expect((await app.send({ ...altered({ "x-mynth-signature": undefined }), method: "PUT" })).status).toBe(401);
    expect(app.seen).toEqual([]);
    expect((await app.send({ ...signed(completedPayload), method: "PUT" })).status).toBe(200);
    expect(app.seen).toHaveLength(1);
  });
}

/** A refusal as our own body has it, or as a framework's own error page says the same. */
export function refusalIn(body: string): { code: unknown; message: unknown } {
  const { error, code, message } = JSON.parse(body);
  return typeof error === "object" ? error : { code, message };
}
