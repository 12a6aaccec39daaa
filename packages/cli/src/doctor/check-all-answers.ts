import { isReceived, mynthTimeoutMs } from "../deliver.ts";
import { toPrintable } from "../to-printable.ts";
import type { Exchange, Finding } from "./check.ts";

/** Checks all answers together: how long they took, and what they leak. */
export function checkAllAnswers(exchanges: readonly Exchange[], secrets: readonly string[]): readonly Finding[] {
  return [checkTimes(exchanges), checkLeaks(exchanges, secrets)];
}

/** A receiver that takes this long without any load takes longer under load. */
const slowMs = 5000;

function checkTimes(exchanges: readonly Exchange[]): Finding {
  const slowest = Math.max(0, ...exchanges.map(({ answer }) => answer.time));
  const seen = `the slowest took ${slowest} ms; Mynth waits ${mynthTimeoutMs} ms`;
  const remedy = "Answer first and work later: put the event into a queue.";
  if (exchanges.some(({ answer }) => answer.timedOut)) {
    return { what: "answers in time", verdict: "wrong", seen: "some deliveries got no answer", remedy };
  }
  return slowest < slowMs
    ? { what: "answers in time", verdict: "right", seen }
    : { what: "answers in time", verdict: "unclear", seen, remedy: `This may be too slow under load. ${remedy}` };
}

function checkLeaks(exchanges: readonly Exchange[], secrets: readonly string[]): Finding {
  const what = "leaks nothing when it rejects";
  const rejected = exchanges.filter(({ answer }) => !isReceived(answer));
  const found = leaks.filter(({ isIn }) => rejected.some((exchange) => isIn(exchange, secrets)));
  if (found.length === 0) return { what, verdict: "right", seen: `searched ${rejected.length}` };
  return {
    what,
    verdict: "wrong",
    seen: toPrintable(`found ${found.map(({ name }) => name).join(", ")}`, secrets, 200),
    remedy:
      "Reject with a constant text, and log the reason instead. NODE_ENV=production hides Express's stack traces.",
  };
}

interface Leak {
  readonly name: string;
  isIn(exchange: Exchange, secrets: readonly string[]): boolean;
}

const leaks: readonly Leak[] = [
  { name: "the secret", isIn: ({ answer }, secrets) => secrets.some((secret) => toText(answer).includes(secret)) },
  { name: "a stack trace", isIn: ({ answer }) => toText(answer).split("\n").some(isStackFrame) },
  {
    name: "the expected signature",
    // An attacker could send it. A digest that was in the request is only echoed.
    isIn({ delivery, answer }) {
      const digests = new Set(toText(answer).match(/\b[0-9a-fA-F]{64}\b|(?<![\w+/])[A-Za-z0-9+/]{43}=/g));
      if (digests.size === 0) return false;
      const sent = toText(delivery);
      return [...digests].some((digest) => !sent.includes(digest));
    },
  },
  { name: "the payload", isIn: ({ answer }) => toText(answer).includes("A lighthouse in the fog") },
];

/** Whether a line is from a stack trace of JavaScript, Python, Ruby or Go. Two steps, because one pattern is quadratic. */
function isStackFrame(line: string): boolean {
  const start = line.search(/\bat ./);
  if (start >= 0 && /[:(]\d+:\d/.test(line.slice(start + "at .".length))) return true;
  return /Traceback \(most|\.py", line \d|\.rb:\d+:in |\.go:\d/.test(line);
}

function toText({ headers, body }: { headers: Exchange["delivery"]["headers"]; body: string | Uint8Array }): string {
  return `${JSON.stringify(headers)} ${typeof body === "string" ? body : new TextDecoder().decode(body)}`;
}
