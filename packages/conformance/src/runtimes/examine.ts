import { path } from "../receivers/settings.ts";
import { type Check, type CheckRequest, checks } from "./checks.ts";

/** What a receiver made of the checks. */
export interface Examination {
  readonly passed: number;
  /** One sentence a failure. */
  readonly failures: readonly string[];
}

const timeoutMs = 10_000;
const concurrency = 100;

/** Asks a receiver everything: each check by itself with a good delivery after it, then all of them at the same time. */
export async function examine(url: string): Promise<Examination> {
  const failures: string[] = [];
  let passed = 0;
  const count = (failure: string | undefined) => {
    if (failure === undefined) passed += 1;
    else failures.push(failure);
  };
  const all = checks();
  const [good] = all;
  if (good === undefined) throw new Error("There are no checks.");
  for (const check of all) {
    count(await fault(url, check));
    count(await fault(url, { ...good, what: `a good delivery after ${check.what}` }));
  }
  const mixed = Array.from({ length: concurrency }, (_, index) => all[index % all.length] ?? good);
  const faults = await Promise.all(mixed.map((check) => fault(url, check)));
  const [first] = faults.filter((each) => each !== undefined);
  count(first && `${concurrency} at the same time: ${first}`);
  return { passed, failures };
}

/** What is wrong with an answer; `undefined` if nothing is. */
async function fault(url: string, { what, request, status, code, scheme }: Check): Promise<string | undefined> {
  try {
    const response = await fetch(url + path + (request.query ?? ""), toInit(request));
    const text = await response.text();
    if (response.status !== status) return `${what}: answered ${response.status}, not ${status}`;
    if (code !== undefined && !says(text, code)) return `${what}: the answer does not say ${code}`;
    const handled = text.includes('"scheme"');
    if (scheme === undefined) return handled ? `${what}: the handler ran` : undefined;
    return text.includes(`"scheme":"${scheme}"`) ? undefined : `${what}: the handler did not see ${scheme}`;
  } catch (error) {
    return `${what}: ${error instanceof Error ? (error.cause ?? error.message) : error}`;
  }
}

/** With fastify-raw-body, a JSON parser of its own comes first, and refuses what is not JSON in its own words. */
function says(text: string, code: string): boolean {
  return text.includes(`"code":"${code}"`) || (code === "invalid_payload" && text.includes('"error":"Bad Request"'));
}

function toInit({ method = "POST", headers, body, streamed }: CheckRequest): RequestInit {
  const signal = AbortSignal.timeout(timeoutMs);
  if (body === undefined) return { method, headers, signal };
  if (!streamed) return { method, headers, body, signal };
  // Without a length.
  return { method, headers, body: new Blob([body]).stream(), duplex: "half", signal };
}
