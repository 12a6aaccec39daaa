import { expect, test } from "vitest";
import { MynthWebhookError } from "../src/index.ts";

test("a refusal has what frameworks know an HTTP error by, as those of http-errors do", () => {
  const error = new MynthWebhookError("signature_mismatch");
  expect(error).toMatchObject({ status: 401, statusCode: 401, expose: true });
});
