import colours from "picocolors";
import { type Answer, isReceived } from "./deliver.ts";

/** A status in the colour of what it means: received, refused, failed. */
export function statusText({ status, fault }: Pick<Answer, "status" | "fault">): string {
  if (status === undefined) return colours.red(fault ?? "no answer");
  const text = String(status);
  if (isReceived({ status })) return colours.green(text);
  return status >= 500 ? colours.red(text) : colours.yellow(text);
}

/** What stands first on a line: whether it is as it should be. */
export const marks = {
  right: colours.green("✔"),
  wrong: colours.red("✘"),
  unclear: colours.yellow("?"),
} as const;
