import type { Answer, Sendable } from "../deliver.ts";

/** What a receiver does rightly, wrongly, or in a way that cannot be told from outside. */
export type Verdict = "right" | "wrong" | "unclear";

/** One thing that was asked of a receiver, and what it made of it. */
export interface Finding {
  readonly what: string;
  readonly verdict: Verdict;
  /** What was seen. */
  readonly seen: string;
  /** What to change, or what to look at; absent where nothing is wrong. */
  readonly remedy?: string;
}

/** One thing to ask of a receiver. */
export interface Check {
  readonly what: string;
  ask(send: Send): Promise<Omit<Finding, "what">>;
}

/** Delivers to the receiver that is examined. */
export type Send = (delivery: Sendable) => Promise<Answer>;

/** One delivery of the check, and what came of it. */
export interface Exchange {
  readonly delivery: Sendable;
  readonly answer: Answer;
}

/** An answer in few words. */
export function seen({ status, fault, time }: Answer): string {
  return status === undefined ? (fault ?? "no answer") : `${status} in ${time} ms`;
}
