import { isReceived, mynthTimeoutMs } from "../deliver.ts";
import { printable } from "../printable.ts";
import type { Exchange, Finding } from "./check.ts";

/** What all answers together tell. */
export function overallFindings(exchanges: readonly Exchange[], secrets: readonly string[]): readonly Finding[] {
  return [timeFinding(exchanges), leakFinding(exchanges, secrets)];
}

/** In milliseconds. A receiver that takes this long when nobody else asks it will take longer when many do. */
const slow = 5000;

function timeFinding(exchanges: readonly Exchange[]): Finding {
  const slowest = Math.max(0, ...exchanges.map(({ answer }) => answer.time));
  const seen = `the slowest took ${slowest} ms; Mynth waits ${mynthTimeoutMs} ms`;
  const remedy = "Acknowledge first and work afterwards: put the event into a queue.";
  if (exchanges.some(({ answer }) => answer.timedOut)) {
    return { what: "answers in time", verdict: "wrong", seen: "some deliveries got no answer", remedy };
  }
  return slowest < slow
    ? { what: "answers in time", verdict: "right", seen }
    : { what: "answers in time", verdict: "unclear", seen, remedy: `In time here, and not when many come. ${remedy}` };
}

function leakFinding(exchanges: readonly Exchange[], secrets: readonly string[]): Finding {
  const what = "leaks nothing in what it refuses";
  const refused = exchanges.filter(({ answer }) => !isReceived(answer));
  const found = leaks.filter(({ isIn }) => refused.some((exchange) => isIn(exchange, secrets)));
  if (found.length === 0) return { what, verdict: "right", seen: `searched ${refused.length}` };
  return {
    what,
    verdict: "wrong",
    seen: printable(`found ${found.map(({ name }) => name).join(", ")}`, secrets, 200),
    remedy:
      "Answer refusals with a constant text; keep the reason for the log (NODE_ENV=production hides Express's stack traces).",
  };
}

interface Leak {
  readonly name: string;
  isIn(exchange: Exchange, secrets: readonly string[]): boolean;
}

/** What has no business in an answer. */
const leaks: readonly Leak[] = [
  { name: "the secret", isIn: ({ answer }, secrets) => secrets.some((secret) => toText(answer).includes(secret)) },
  {
    name: "a stack trace",
    isIn: ({ answer }) =>
      /\bat .+[:(]\d+:\d+\)?|Traceback \(most|\.py", line \d+|\.rb:\d+:in |\.go:\d+/.test(toText(answer)),
  },
  {
    name: "the signature it expected",
    // Whoever is told it can sign with it. A digest that was sent is merely given back.
    isIn: ({ delivery, answer }) =>
      (toText(answer).match(/\b[0-9a-fA-F]{64}\b|(?<![\w+/])[A-Za-z0-9+/]{43}=/g) ?? []).some(
        (digest) => !toText(delivery).includes(digest),
      ),
  },
  { name: "the payload", isIn: ({ answer }) => toText(answer).includes("A lighthouse in the fog") },
];

function toText({ headers, body }: { headers: Exchange["delivery"]["headers"]; body: string | Uint8Array }): string {
  return `${JSON.stringify(headers)} ${typeof body === "string" ? body : new TextDecoder().decode(body)}`;
}
