import colours from "picocolors";
import { type Answer, isReceived } from "./deliver.ts";

/** A status in the colour of what it means: received, refused, failed. */
export function statusText({ status, fault }: Pick<Answer, "status" | "fault">): string {
  if (status === undefined) return colours.red(fault ?? "no answer");
  const text = String(status);
  if (isReceived({ status })) return colours.green(text);
  return status >= 500 ? colours.red(text) : colours.yellow(text);
}

/** The first line of a text, cut where it would not fit. */
export function firstLine(text: string, length = 80): string {
  const line = text.trim().split("\n")[0] ?? "";
  return line.length > length ? `${line.slice(0, length - 3)}...` : line;
}
