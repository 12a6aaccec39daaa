import { path } from "../receivers/settings.ts";
import { type Check, type CheckRequest, createChecks } from "./checks.ts";

/** The results of all checks of a receiver. */
export interface CheckResults {
  readonly passed: number;
  /** One sentence per failure. */
  readonly failures: readonly string[];
}

const timeoutMs = 10_000;
const concurrency = 100;

/** Runs each check with a good delivery after it, and then all checks at the same time. */
export async function checkReceiver(url: string): Promise<CheckResults> {
  const failures: string[] = [];
  let passed = 0;
  const count = (failure: string | undefined) => {
    if (failure === undefined) passed += 1;
    else failures.push(failure);
  };
  const all = createChecks();
  const [good] = all;
  if (good === undefined) throw new Error("There are no checks.");
  for (const check of all) {
    count(await findFailure(url, check));
    count(await findFailure(url, { ...good, what: `a good delivery after ${check.what}` }));
  }
  const mixed = Array.from({ length: concurrency }, (_, index) => all[index % all.length] ?? good);
  const failed = await Promise.all(mixed.map((check) => findFailure(url, check)));
  const [first] = failed.filter((each) => each !== undefined);
  count(first && `${concurrency} at the same time: ${first}`);
  return { passed, failures };
}

/** Runs one check and describes its failure. Returns `undefined` if it passes. */
async function findFailure(url: string, { what, request, status, code, scheme }: Check): Promise<string | undefined> {
  try {
    const response = await fetch(url + path + (request.query ?? ""), toInit(request));
    const text = await response.text();
    if (response.status !== status) return `${what}: returned ${response.status}, expected ${status}`;
    if (code !== undefined && !hasCode(text, code)) return `${what}: the answer does not have the code ${code}`;
    const handled = text.includes('"scheme"');
    if (scheme === undefined) return handled ? `${what}: the handler ran` : undefined;
    return text.includes(`"scheme":"${scheme}"`) ? undefined : `${what}: the handler did not get the scheme ${scheme}`;
  } catch (error) {
    return `${what}: ${error instanceof Error ? (error.cause ?? error.message) : error}`;
  }
}

/** With fastify-raw-body, Fastify reads and parses the body first, and rejects it with its own errors. */
const errorsOfFastify: ReadonlyMap<string, string> = new Map([
  ["invalid_payload", '"error":"Bad Request"'],
  ["body_too_large", '"code":"FST_ERR_CTP_BODY_TOO_LARGE"'],
]);

function hasCode(text: string, code: string): boolean {
  return [`"code":"${code}"`, errorsOfFastify.get(code)].some((each) => each !== undefined && text.includes(each));
}

function toInit({ method = "POST", headers, body, streamed }: CheckRequest): RequestInit {
  const signal = AbortSignal.timeout(timeoutMs);
  if (body === undefined) return { method, headers, signal };
  if (!streamed) return { method, headers, body, signal };
  // A stream has no length.
  return { method, headers, body: new Blob([body]).stream(), duplex: "half", signal };
}
