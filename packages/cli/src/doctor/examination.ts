import type { Answer } from "../deliver.ts";

/** What a receiver does rightly, wrongly, or in a way that cannot be told from outside. */
export type Verdict = "right" | "wrong" | "unclear";

/** One thing that was asked of a receiver, and what it made of it. */
export interface Finding {
  readonly what: string;
  readonly verdict: Verdict;
  /** What was seen. */
  readonly seen: string;
  /** What to change; absent where nothing is wrong. */
  readonly remedy?: string;
}

/** One thing to ask of a receiver. */
export interface Question {
  readonly what: string;
  ask(send: Send): Promise<Omit<Finding, "what">>;
}

/** Delivers to the receiver that is examined. */
export type Send = (delivery: {
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array<ArrayBuffer>;
}) => Promise<Answer>;

export function seen({ status, fault, time }: Answer): string {
  return status === undefined ? (fault ?? "no answer") : `${status} in ${time} ms`;
}
