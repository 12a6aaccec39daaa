import colors from "picocolors";
import { type Answer, isReceived } from "./deliver.ts";

/** Formats a status: green for received, yellow for rejected, red for failed. */
export function formatStatus({ status, fault }: Pick<Answer, "status" | "fault">): string {
  if (status === undefined) return colors.red(fault ?? "no answer");
  const text = String(status);
  if (isReceived({ status })) return colors.green(text);
  return status >= 500 ? colors.red(text) : colors.yellow(text);
}

/** The symbol at the start of a line. */
export const symbols = {
  right: colors.green("✔"),
  wrong: colors.red("✘"),
  unclear: colors.yellow("?"),
} as const;
