import { readClock } from "../read-clock.ts";
import { ExpiringEntries } from "./expiring-entries.ts";
import type { ClaimResult, IdempotencyStore } from "./idempotency-store.ts";
import { toAsynchronous } from "./synchronous-methods.ts";

/** Options of `memoryStore()`. */
export interface MemoryStoreOptions {
  /**
   * Largest number of keys in memory, claimed and done ones.
   * @default 100_000
   */
  readonly maxKeys?: number | undefined;
  /**
   * Returns the current time in milliseconds since 1970.
   * @default () => Date.now()
   */
  readonly clock?: (() => number) | undefined;
}

interface Entry {
  readonly owner: string;
  /** In milliseconds, on the store's clock. */
  readonly expires: number;
}

/**
 * Creates a store in memory, for a single process, for development and for tests. Several processes, or the isolates of
 * an edge runtime, do not share it.
 *
 * @remarks A full store drops the oldest done keys, never a live claim. If every key is claimed, `claim` rejects, and
 * the sender retries after the 503. Receivers wait for no promise of it.
 *
 * @throws {TypeError} on an invalid option
 *
 * @example
 * const store = memoryStore({ maxKeys: 10_000 });
 */
export function memoryStore({
  maxKeys = 100_000,
  clock = () => Date.now(),
}: MemoryStoreOptions = {}): IdempotencyStore {
  if (!Number.isInteger(maxKeys) || maxKeys < 1)
    throw new TypeError("memoryStore(): maxKeys must be a whole number of keys, 1 or more.");
  if (typeof clock !== "function") throw new TypeError("memoryStore(): clock must be a function.");
  // A key is in at most one of the two.
  const claims = new ExpiringEntries<Entry>();
  const done = new ExpiringEntries<Entry>();

  function remove(key: string): void {
    claims.delete(key);
    done.delete(key);
  }

  function isFull(): boolean {
    return claims.size + done.size >= maxKeys;
  }

  /** Drops expired keys, then the oldest done ones. Lifetimes seldom differ, so the oldest keys expire first. */
  function makeRoom(now: number): void {
    claims.deleteOldestExpired(now);
    done.deleteOldestExpired(now);
    while (isFull() && done.deleteOldest());
    // A claim behind one with a longer lease may have expired.
    // Stryker disable next-line ConditionalExpression: expired claims count for nothing, and cost only memory
    if (isFull()) claims.deleteExpired(now);
  }

  function claim(key: string, owner: string, lease: number): ClaimResult {
    const now = readClock(clock);
    if (done.get(key, now)) return "done";
    const holder = claims.get(key, now);
    if (holder && holder.owner !== owner) return "in_progress";
    remove(key);
    makeRoom(now);
    if (isFull()) throw new Error(`memoryStore(): all ${maxKeys} keys are claimed: raise maxKeys.`);
    claims.add(key, { owner, expires: now + lease });
    return "claimed";
  }

  function complete(key: string, owner: string, retention: number): boolean {
    const now = readClock(clock);
    const recorded = done.get(key, now);
    if (recorded && recorded.owner !== owner) return false;
    remove(key);
    // Even without room: one key too many is better than processing an event twice.
    makeRoom(now);
    done.add(key, { owner, expires: Math.max(now + retention, recorded?.expires ?? 0) });
    return true;
  }

  function release(key: string, owner: string): boolean {
    if (claims.get(key, readClock(clock))?.owner !== owner) return false;
    return claims.delete(key);
  }

  return {
    claim: toAsynchronous(claim),
    complete: toAsynchronous(complete),
    release: toAsynchronous(release),
  };
}
