import colors from "picocolors";
import { marks } from "../colors.ts";
import { lineWidth, wrapped } from "../wrapped.ts";
import type { Finding, Verdict } from "./check.ts";

/** Whether nothing is wrong. */
export function isHealthy(findings: readonly Finding[]): boolean {
  return findings.every(({ verdict }) => verdict !== "wrong");
}

/** Whether it could be examined at all: one that takes no good delivery proves nothing by refusing bad ones. */
export function isExamined(findings: readonly Finding[]): boolean {
  return findings.some(({ what, verdict }) => what.startsWith("accepts") && verdict === "right");
}

/** The lines for a person: the verdict, then what is wrong, unclear, right. */
export function doctorReport(url: string, findings: readonly Finding[]): readonly string[] {
  const width = Math.max(...findings.map(({ what }) => what.length));
  const ordered = (["wrong", "unclear", "right"] as const).flatMap((wanted) =>
    findings.filter(({ verdict }) => verdict === wanted),
  );
  return ["", verdictLine(url, findings), "", ...ordered.flatMap((finding) => toLines(finding, width)), ""];
}

function verdictLine(url: string, findings: readonly Finding[]): string {
  const count = (wanted: Verdict) => findings.filter(({ verdict }) => verdict === wanted).length;
  const counts: readonly string[] = [
    `${count("right")} right`,
    ...(count("unclear") > 0 ? [`${count("unclear")} to look at`] : []),
  ];
  const address = colors.dim(url);
  if (!isExamined(findings)) {
    return `${marks.wrong} ${colors.red(colors.bold("It takes no good delivery, so nothing else can be told."))}  ${address}`;
  }
  return isHealthy(findings)
    ? `${marks.right} ${colors.green(colors.bold("Nothing wrong."))}  ${counts.join(", ")}  ${address}`
    : `${marks.wrong} ${colors.red(colors.bold(`${count("wrong")} wrong`))}, ${counts.join(", ")}  ${address}`;
}

function toLines({ what, verdict, seen, remedy }: Finding, width: number): readonly string[] {
  const indent = 4;
  const advice = remedy === undefined ? [] : wrapped(remedy, indent, lineWidth());
  const color = verdict === "wrong" ? colors.yellow : colors.dim;
  return [`${marks[verdict]} ${what.padEnd(width)}  ${colors.dim(seen)}`, ...advice.map(color)];
}
