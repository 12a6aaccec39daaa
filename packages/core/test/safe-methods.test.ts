import { expect, test } from "vitest";
import { createReceiver, type IncomingRequest } from "../src/index.ts";

const receiver = createReceiver("wbs_safe_methods");

async function receive(method: string, given: Partial<IncomingRequest> & { headers?: Record<string, string> } = {}) {
  const { headers = {}, ...rest } = given;
  const header = (name: string) => headers[name];
  const request = { method, url: "/", body: new Uint8Array(), ...rest, header };
  const outcome = await receiver.receive(request, undefined);
  return outcome.kind === "respond" ? outcome.error?.code : outcome.kind;
}

const bodies: { what: string; given: Parameters<typeof receive>[1] }[] = [
  { what: "a Content-Length", given: { headers: { "content-length": "2" } } },
  { what: "an odd Content-Length", given: { headers: { "content-length": "2, 2" } } },
  { what: "Transfer-Encoding", given: { headers: { "transfer-encoding": "chunked" } } },
  { what: "a body that no header declares", given: { hasUndeclaredBody: true } },
];

for (const method of ["GET", "HEAD", "OPTIONS"]) {
  test(`a ${method} request without a body passes`, async () => {
    expect(await receive(method)).toBe("pass");
    expect(await receive(method, { headers: { "content-length": "0" } })).toBe("pass");
  });

  test.each(bodies)(`a ${method} request with $what is verified like any other`, async ({ given }) => {
    expect(await receive(method, given)).toBe("missing_signature");
  });
}
