import type { IdempotencyStore } from "./store.ts";

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
  // A key is in one of the two. Both are in the order of insertion, which is what makes the oldest cheap to find.
  const claims = new Map<string, Entry>();
  const done = new Map<string, Entry>();

  function live(entries: Map<string, Entry>, key: string, now: number): Entry | undefined {
    const entry = entries.get(key);
    return entry && entry.expires > now ? entry : undefined;
  }

  function forget(key: string): void {
    claims.delete(key);
    done.delete(key);
  }

  /** Leases and retentions seldom differ, so what has ended stands in front: each key is dropped once. */
  function forgetEnded(entries: Map<string, Entry>, now: number): void {
    for (const [key, { expires }] of entries) {
      if (expires > now) return;
      entries.delete(key);
    }
  }

  /** False if every key is a live claim. */
  function makeRoom(now: number): boolean {
    forgetEnded(claims, now);
    forgetEnded(done, now);
    for (const oldest of done.keys()) {
      if (claims.size + done.size < maxKeys) return true;
      done.delete(oldest);
    }
    if (claims.size < maxKeys) return true;
    // One behind a longer lease may have ended.
    for (const [key, { expires }] of claims) if (expires <= now) claims.delete(key);
    return claims.size < maxKeys;
  }

  return {
    async claim(key, owner, lease) {
      const now = clock();
      if (live(done, key, now)) return "done";
      if (live(claims, key, now)) return "in_progress";
      forget(key);
      if (!makeRoom(now)) throw new Error(`memoryStore: all of its ${maxKeys} keys are being worked on.`);
      claims.set(key, { owner, expires: now + lease });
      return "claimed";
    },

    async complete(key, owner, retention) {
      const now = clock();
      const before = live(done, key, now);
      const holder = before ?? live(claims, key, now);
      if (holder && holder.owner !== owner) return false;
      forget(key);
      // Even where there is no room: one key too many is better than work done twice.
      makeRoom(now);
      done.set(key, { owner, expires: Math.max(now + retention, before?.expires ?? 0) });
      return true;
    },

    async release(key, owner) {
      if (live(claims, key, clock())?.owner !== owner) return false;
      return claims.delete(key);
    },
  };
}
