import type { RequestHandler } from "express";
import session, { type SessionData } from "express-session";

/** A session whose store takes `delay` ms. express-session ends a response after the session is saved. */
export function slowSession(delay: number): RequestHandler {
  class SlowStore extends session.MemoryStore {
    override set(id: string, data: SessionData, callback?: (error?: unknown) => void): void {
      setTimeout(() => super.set(id, data, callback), delay);
    }
  }
  const options = { secret: "keyboard cat", resave: true, saveUninitialized: true };
  return session({ ...options, store: new SlowStore() });
}
