import type { Claim } from "../delivery.ts";
import type { ClaimResult, IdempotencyStore, StoreCallOptions } from "./idempotency-store.ts";
import { withTimeout } from "./with-timeout.ts";

/** The calls of a store, with a bounded time. They reject if the answer is none of the store's. */
export interface StoreCalls {
  claim(claim: Claim, lease: number): Promise<ClaimResult>;
  complete(claim: Claim): Promise<boolean>;
  release(claim: Claim): Promise<boolean>;
}

/** The answer of a store that is none of its words. Asking again would not help. */
export class InvalidAnswerError extends TypeError {}

/** Creates the calls of a store, each of which may take `timeout` milliseconds. */
export function createStoreCalls(store: IdempotencyStore, timeout: number): StoreCalls {
  const call = (method: (options: StoreCallOptions) => unknown) =>
    withTimeout((options) => toPromise(() => method(options)), timeout);
  return {
    claim: ({ key, owner }, lease) =>
      call((options) => store.claim(key, owner, lease, options)).then(assertClaimResult),
    complete: ({ key, owner, retention }) =>
      call((options) => store.complete(key, owner, retention, options)).then((answer) =>
        assertBoolean(answer, "complete"),
      ),
    release: ({ key, owner }) =>
      call((options) => store.release(key, owner, options)).then((answer) => assertBoolean(answer, "release")),
  };
}

/** A store in JavaScript may throw, or return its answer itself. */
function toPromise(method: () => unknown): Promise<unknown> {
  try {
    return Promise.resolve(method());
  } catch (error) {
    return Promise.reject(error);
  }
}

function assertClaimResult(answer: unknown): ClaimResult {
  if (answer === "claimed" || answer === "in_progress" || answer === "done") return answer;
  throw new InvalidAnswerError(
    `The store's claim() resolved to ${describe(answer)}. Expected "claimed", "in_progress" or "done".`,
  );
}

function assertBoolean(answer: unknown, method: string): boolean {
  if (typeof answer === "boolean") return answer;
  throw new InvalidAnswerError(`The store's ${method}() resolved to ${describe(answer)}. Expected true or false.`);
}

/** Only the type: an answer may be anything. */
function describe(answer: unknown): string {
  return answer === null ? "null" : typeof answer === "string" ? "another string" : `a value of type ${typeof answer}`;
}
