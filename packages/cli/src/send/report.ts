import colors from "picocolors";
import { type Answer, isNoRoute } from "../deliver.ts";
import { formatStatus, symbols } from "../symbols.ts";
import { toPrintable } from "../to-printable.ts";

/** One delivery that was sent. */
export interface Sent {
  /** The delivery's name in the report. */
  readonly what: string;
  readonly answer: Answer;
  /** `true` if the answer is the expected one. */
  readonly right: boolean;
}

interface ReportContent {
  /** The fault the deliveries were made with, if any. */
  readonly fault: string | undefined;
  readonly secrets: readonly string[];
  /** In milliseconds. */
  readonly elapsed: number;
}

/** Formats the result for a person: the details of one delivery, or the totals of many. */
export function formatSendReport(all: readonly Sent[], content: ReportContent): readonly string[] {
  const [only] = all;
  return only && all.length === 1 ? formatOne(only, content) : formatMany(all, content);
}

function formatOne({ what, answer, right }: Sent, { fault, secrets }: ReportContent): readonly string[] {
  const answered = `${formatStatus(answer)}${answer.status === undefined ? "" : ` in ${answer.time} ms`}`;
  const details = [...(fault ? [what] : []), toPrintable(answer.body, secrets)].filter((text) => text !== "");
  return [
    `${right ? symbols.right : symbols.wrong} ${answered}  ${fault ? formatFault(fault, answer, right) : what}`,
    ...details.map((text) => colors.dim(`  ${text}`)),
  ];
}

function formatFault(fault: string, { status }: Answer, right: boolean): string {
  const name = fault === "wrongSecret" ? "signed with another secret" : fault;
  if (right) return `${name}: rejected, as expected`;
  if (status !== undefined && isNoRoute(status)) {
    return colors.red(`${name}: no route accepts POST at this address. Compare the path.`);
  }
  return colors.red(`${name}: expected a 4xx, because the receiver must reject it.`);
}

function formatMany(all: readonly Sent[], { fault, elapsed }: ReportContent): readonly string[] {
  const right = all.filter((each) => each.right).length;
  const times = all.map(({ answer }) => answer.time).sort((a, b) => a - b);
  const at = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
  const rate = Math.round(all.length / (elapsed / 1000));
  const symbol = right === all.length ? symbols.right : symbols.wrong;
  return [
    `${symbol} ${right} of ${all.length} ${fault ? "rejected" : "received"}  ${colors.dim(`${(elapsed / 1000).toFixed(1)} s, ${rate} per second`)}`,
    ...[...countByStatus(all)].map(
      ([status, count]) => `  ${String(count).padStart(String(all.length).length)} × ${status}`,
    ),
    colors.dim(`  median ${at(0.5)} ms, 99th percentile ${at(0.99)} ms, slowest ${at(1)} ms`),
  ];
}

function countByStatus(all: readonly Sent[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { answer } of all) counts.set(formatStatus(answer), (counts.get(formatStatus(answer)) ?? 0) + 1);
  return counts;
}
