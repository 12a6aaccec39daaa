import type { Answer, Sendable } from "../deliver.ts";

/** How a receiver did. `unclear` is behavior that cannot be seen from outside. */
export type Verdict = "right" | "wrong" | "unclear";

/** The result of one check. */
export interface Finding {
  readonly what: string;
  readonly verdict: Verdict;
  /** The receiver's answer, in a few words. */
  readonly seen: string;
  /** What to change or look at, and absent if nothing is wrong. */
  readonly remedy?: string;
}

/** One check of a receiver. */
export interface Check {
  readonly what: string;
  ask(send: Send): Promise<Omit<Finding, "what">>;
}

/** Delivers to the receiver. */
export type Send = (delivery: Sendable) => Promise<Answer>;

/** One delivery and its answer. */
export interface Exchange {
  readonly delivery: Sendable;
  readonly answer: Answer;
}

/** The remedy for a receiver that verifies JSON it has serialized itself. */
export const useRawBody =
  "It verifies reserialized JSON instead of the received bytes. Take the raw body before any parser, and verify that.";

/** Describes an answer in a few words. */
export function describeAnswer({ status, fault, time }: Answer): string {
  return status === undefined ? (fault ?? "no answer") : `${status} in ${time} ms`;
}
