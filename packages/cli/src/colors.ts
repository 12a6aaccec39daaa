import colors from "picocolors";
import { type Answer, isReceived } from "./deliver.ts";

/** A status in the color of what it means: received, refused, failed. */
export function statusText({ status, fault }: Pick<Answer, "status" | "fault">): string {
  if (status === undefined) return colors.red(fault ?? "no answer");
  const text = String(status);
  if (isReceived({ status })) return colors.green(text);
  return status >= 500 ? colors.red(text) : colors.yellow(text);
}

/** What stands first on a line: whether it is as it should be. */
export const marks = {
  right: colors.green("✔"),
  wrong: colors.red("✘"),
  unclear: colors.yellow("?"),
} as const;
