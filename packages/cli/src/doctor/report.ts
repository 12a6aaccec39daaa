import colors from "picocolors";
import { symbols } from "../symbols.ts";
import { getLineWidth, wrapText } from "../wrap-text.ts";
import type { Finding, Verdict } from "./check.ts";

/** Returns whether nothing is wrong. */
export function isHealthy(findings: readonly Finding[]): boolean {
  return findings.every(({ verdict }) => verdict !== "wrong");
}

/** Returns whether a good delivery was accepted. Otherwise the rejected ones prove nothing. */
export function isExamined(findings: readonly Finding[]): boolean {
  return findings.some(({ what, verdict }) => what.startsWith("accepts") && verdict === "right");
}

/** Formats the findings for a person: a summary, then the wrong, the unclear and the right ones. */
export function formatDoctorReport(url: string, findings: readonly Finding[]): readonly string[] {
  const width = Math.max(...findings.map(({ what }) => what.length));
  const ordered = (["wrong", "unclear", "right"] as const).flatMap((wanted) =>
    findings.filter(({ verdict }) => verdict === wanted),
  );
  return ["", formatSummary(url, findings), "", ...ordered.flatMap((finding) => formatFinding(finding, width)), ""];
}

function formatSummary(url: string, findings: readonly Finding[]): string {
  const count = (wanted: Verdict) => findings.filter(({ verdict }) => verdict === wanted).length;
  const counts: readonly string[] = [
    `${count("right")} right`,
    ...(count("unclear") > 0 ? [`${count("unclear")} to look at`] : []),
  ];
  const address = colors.dim(url);
  if (!isExamined(findings)) {
    return `${symbols.wrong} ${colors.red(colors.bold("It rejects good deliveries, so nothing else was checked."))}  ${address}`;
  }
  return isHealthy(findings)
    ? `${symbols.right} ${colors.green(colors.bold("Nothing wrong."))}  ${counts.join(", ")}  ${address}`
    : `${symbols.wrong} ${colors.red(colors.bold(`${count("wrong")} wrong`))}, ${counts.join(", ")}  ${address}`;
}

function formatFinding({ what, verdict, seen, remedy }: Finding, width: number): readonly string[] {
  const indent = 4;
  const advice = remedy === undefined ? [] : wrapText(remedy, indent, getLineWidth());
  const color = verdict === "wrong" ? colors.yellow : colors.dim;
  return [`${symbols[verdict]} ${what.padEnd(width)}  ${colors.dim(seen)}`, ...advice.map(color)];
}
