import { readFile } from "node:fs/promises";
import type { schema } from "@stryker-mutator/api/core";
import { messageReason } from "./ignore-messages.ts";

/** What became of a mutant. */
export type Fate = "killed" | "timed out" | "survived" | "explained" | "static" | "message" | "invalid";

/** One mutant with its result. */
export interface Mutant {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly mutator: string;
  readonly replacement: string;
  readonly fate: Fate;
  /** Why it is not killed, from its comment. */
  readonly reason: string;
}

const fates: Readonly<Record<schema.MutantStatus, Fate>> = {
  Killed: "killed",
  Timeout: "timed out",
  Survived: "survived",
  NoCoverage: "survived",
  Ignored: "explained",
  RuntimeError: "invalid",
  CompileError: "invalid",
  Pending: "invalid",
};

function getFate({ status, statusReason }: schema.MutantResult): Fate {
  if (status !== "Ignored") return fates[status];
  if (statusReason === messageReason) return "message";
  return statusReason?.startsWith("Static mutant") ? "static" : "explained";
}

/** Reads Stryker's report. */
export async function readMutants(report: URL): Promise<readonly Mutant[]> {
  const { files }: schema.MutationTestResult = JSON.parse(await readFile(report, "utf8"));
  return Object.entries(files)
    .flatMap(([file, { mutants }]) =>
      mutants.map((mutant) => ({
        file,
        line: mutant.location.start.line,
        column: mutant.location.start.column,
        mutator: mutant.mutatorName,
        replacement: mutant.replacement ?? "",
        fate: getFate(mutant),
        reason: mutant.statusReason?.trim() ?? "",
      })),
    )
    .toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column);
}

/** Finds mutants of code that runs while a module loads, and that no test has killed: `file:line:column-line:column`, columns from 0. */
export async function findStaticMutants(report: URL): Promise<readonly string[]> {
  const { files }: schema.MutationTestResult = JSON.parse(await readFile(report, "utf8"));
  const places = Object.entries(files).flatMap(([file, { mutants }]) =>
    mutants
      .filter((mutant) => mutant.static && getFate(mutant) !== "killed" && getFate(mutant) !== "message")
      .map(({ location: { start, end } }) => `${file}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`),
  );
  return [...new Set(places)];
}
