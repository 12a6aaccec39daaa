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

/** What is different about a receiver. */
export interface ReceiverDifferences {
  /** The path of its route. */
  readonly path?: string;
  /** Checks with another status than usual, by their names. */
  readonly different?: Readonly<Record<string, { readonly status: number }>>;
}

/**
 * Runs each check with a good delivery after it, and then all checks at the same time.
 *
 * @throws {Error} if a check that is said to be different does not exist
 */
export async function checkReceiver(
  origin: string,
  { path: at = path, different = {} }: ReceiverDifferences = {},
): Promise<CheckResults> {
  const url = origin + at;
  const failures: string[] = [];
  let passed = 0;
  const count = (failure: string | undefined) => {
    if (failure === undefined) passed += 1;
    else failures.push(failure);
  };
  const usual = createChecks();
  const unknown = Object.keys(different).find((name) => !usual.some(({ what }) => what === name));
  if (unknown !== undefined) throw new Error(`There is no check "${unknown}".`);
  const all = usual.map((check): Check => {
    const status = different[check.what]?.status;
    return status === undefined ? check : { what: check.what, request: check.request, status };
  });
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
    const response = await fetch(url + (request.query ?? ""), toInit(request));
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
