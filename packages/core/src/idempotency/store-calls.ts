import type { Claim } from "../delivery.ts";
import type { ClaimResult, IdempotencyStore } from "./idempotency-store.ts";
import { findSynchronous } from "./synchronous-methods.ts";
import { withTimeout } from "./with-timeout.ts";

/**
 * The calls of a store, with a bounded time. They never throw, and reject if the answer is none of the store's. An answer
 * that comes without a promise is returned without one.
 */
export interface StoreCalls {
  claim(claim: Claim, lease: number): ClaimResult | Promise<ClaimResult>;
  complete(claim: Claim): boolean | Promise<boolean>;
  release(claim: Claim): boolean | Promise<boolean>;
}

/** The answer of a store that is none of its words. Asking again would not help. */
export class InvalidAnswerError extends TypeError {}

/** Creates the calls of a store, each of which may take `timeout` milliseconds. */
export function createStoreCalls(store: IdempotencyStore, timeout: number): StoreCalls {
  return {
    claim: ({ key, owner }, lease) => call("claim", [key, owner, lease], assertClaimResult),
    complete: ({ key, owner, retention }) => call("complete", [key, owner, retention], assertBoolean),
    release: ({ key, owner }) => call("release", [key, owner], assertBoolean),
  };

  /** A store in JavaScript may throw. */
  function call<Name extends keyof IdempotencyStore, T>(
    name: Name,
    args: Parameters<IdempotencyStore[Name]>,
    assert: (answer: unknown, name: Name) => T,
  ): T | Promise<T> {
    try {
      const method = findSynchronous(store[name]);
      const answer = withTimeout((options): unknown => Reflect.apply(method, store, [...args, options]), timeout);
      return answer instanceof Promise ? answer.then((answer) => assert(answer, name)) : assert(answer, name);
    } catch (error) {
      return Promise.reject(error);
    }
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
