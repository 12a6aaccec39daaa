import { ExpiringEntries } from "./expiring-entries.ts";
import type { IdempotencyStore } from "./idempotency-store.ts";

/** How much a store in memory may hold. */
export interface MemoryStoreOptions {
  /** The most keys to remember, claimed and done together. Default 100,000. */
  readonly maxKeys?: number;
  /** The clock, in milliseconds since 1970. Default `Date.now`. */
  readonly clock?: () => number;
}

interface Entry {
  readonly owner: string;
  /** On the store's clock, in milliseconds. */
  readonly expires: number;
}

/**
 * A store in this process's memory: for one process, for development and for tests. Several processes, or the isolates of
 * an edge runtime, do not see one another's.
 *
 * When it is full, it forgets the oldest done keys. A live claim is never forgotten: while `maxKeys` are being worked on
 * at once, `claim` rejects, which costs nothing, because a sender that gets a 5xx tries again.
 *
 * @throws {TypeError} on an option that cannot be meant
 *
 * @example
 * const store = memoryStore({ maxKeys: 10_000 });
 */
export function memoryStore({ maxKeys = 100_000, clock = Date.now }: MemoryStoreOptions = {}): IdempotencyStore {
  if (!Number.isInteger(maxKeys) || maxKeys < 1) throw new TypeError("memoryStore: maxKeys must be 1 or more keys.");
  if (typeof clock !== "function") throw new TypeError("memoryStore: clock must be a function.");
  // A key is in one of the two.
  const claims = new ExpiringEntries<Entry>();
  const done = new ExpiringEntries<Entry>();

  function forget(key: string): void {
    claims.delete(key);
    done.delete(key);
  }

  function isFull(): boolean {
    return claims.size + done.size >= maxKeys;
  }

  /** Leases and retentions seldom differ, so what has ended stands in front. */
  function makeRoom(now: number): void {
    claims.deleteOldestEnded(now);
    done.deleteOldestEnded(now);
    while (isFull() && done.deleteOldest());
    // One behind a longer lease may have ended.
    if (isFull()) claims.deleteEnded(now);
  }

  return {
    async claim(key, owner, lease) {
      const now = clock();
      if (done.get(key, now)) return "done";
      if (claims.get(key, now)) return "in_progress";
      forget(key);
      makeRoom(now);
      if (isFull()) throw new Error(`memoryStore: all of its ${maxKeys} keys are being worked on.`);
      claims.add(key, { owner, expires: now + lease });
      return "claimed";
    },

    async complete(key, owner, retention) {
      const now = clock();
      const before = done.get(key, now);
      const holder = before ?? claims.get(key, now);
      if (holder && holder.owner !== owner) return false;
      forget(key);
      // Even where there is no room: one key too many is better than work done twice.
      makeRoom(now);
      done.add(key, { owner, expires: Math.max(now + retention, before?.expires ?? 0) });
      return true;
    },

    async release(key, owner) {
      if (claims.get(key, clock())?.owner !== owner) return false;
      return claims.delete(key);
    },
  };
}
