import type { PayloadIssue } from "./payload-issue.ts";

/** In characters. Issues go into logs. */
const maxLength = 200;

/** Control, format and unassigned characters, lone surrogates, and line separators. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Creates an issue that is safe to log, even if the sender chose a field's name. */
export function createIssue(path: readonly PropertyKey[], message: string): PayloadIssue {
  return { path: toLine(formatPath(path)), message: toLine(message) };
}

function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") return `${text}[${key}]`;
    return text === "" ? String(key) : `${text}.${String(key)}`;
  }, "");
}

function toLine(text: string): string {
  return text.slice(0, maxLength).replace(unprintable, "\uFFFD");
}
