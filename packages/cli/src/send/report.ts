import colors from "picocolors";
import { marks, statusText } from "../colors.ts";
import { type Answer, isNoRoute } from "../deliver.ts";
import { printable } from "../printable.ts";

/** One delivery that was sent. */
export interface Sent {
  /** What a person calls it. */
  readonly what: string;
  readonly answer: Answer;
  /** Whether it was answered as it should be. */
  readonly right: boolean;
}

interface About {
  /** What was wrong with the deliveries, if anything. */
  readonly fault: string | undefined;
  readonly secrets: readonly string[];
  /** In milliseconds. */
  readonly elapsed: number;
}

/** The lines for a person: one delivery by itself, many as their sums. */
export function sendReport(all: readonly Sent[], about: About): readonly string[] {
  const [only] = all;
  return only && all.length === 1 ? one(only, about) : many(all, about);
}

function one({ what, answer, right }: Sent, { fault, secrets }: About): readonly string[] {
  const answered = `${statusText(answer)}${answer.status === undefined ? "" : ` in ${answer.time} ms`}`;
  const details = [...(fault ? [what] : []), printable(answer.body, secrets)].filter((text) => text !== "");
  return [
    `${right ? marks.right : marks.wrong} ${answered}  ${fault ? faultText(fault, answer, right) : what}`,
    ...details.map((text) => colors.dim(`  ${text}`)),
  ];
}

function faultText(fault: string, { status }: Answer, right: boolean): string {
  const name = fault === "wrongSecret" ? "signed with another secret" : fault;
  if (right) return `${name}, and refused as it has to be`;
  if (status !== undefined && isNoRoute(status)) {
    return colors.red(`${name}: there is nothing for a POST at this address, compare the path`);
  }
  return colors.red(`${name}: it has to be refused with a 4xx`);
}

function many(all: readonly Sent[], { fault, elapsed }: About): readonly string[] {
  const right = all.filter((each) => each.right).length;
  const times = all.map(({ answer }) => answer.time).sort((a, b) => a - b);
  const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
  const rate = Math.round(all.length / (elapsed / 1000));
  const mark = right === all.length ? marks.right : marks.wrong;
  return [
    `${mark} ${right} of ${all.length} ${fault ? "refused" : "received"}  ${colors.dim(`${(elapsed / 1000).toFixed(1)} s, ${rate} a second`)}`,
    ...[...counts(all)].map(([status, count]) => `  ${String(count).padStart(String(all.length).length)} × ${status}`),
    colors.dim(`  median ${at(0.5)} ms, 99 of 100 within ${at(0.99)} ms, slowest ${at(1)} ms`),
  ];
}

function counts(all: readonly Sent[]): ReadonlyMap<string, number> {
  const counted = new Map<string, number>();
  for (const { answer } of all) counted.set(statusText(answer), (counted.get(statusText(answer)) ?? 0) + 1);
  return counted;
}
