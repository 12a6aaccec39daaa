import { expect, test } from "vitest";
import { MynthWebhookError } from "../src/index.ts";

test("MynthWebhookError has status, statusCode and expose, as errors of http-errors do", () => {
  const error = new MynthWebhookError("signature_mismatch");
  expect(error).toMatchObject({ status: 401, statusCode: 401, expose: true });
});
