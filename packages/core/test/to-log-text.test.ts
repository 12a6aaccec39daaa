import { expect, test } from "vitest";
import { toLogText } from "../src/to-log-text.ts";

test.each([
  { what: "plain text", text: "task.image.alt.completed", line: "task.image.alt.completed" },
  { what: "text of any language", text: "Grüße, 日本, 🎨", line: "Grüße, 日本, 🎨" },
  { what: "200 characters", text: "x".repeat(200), line: "x".repeat(200) },
  { what: "201 characters", text: "x".repeat(201), line: `${"x".repeat(200)}...` },
  { what: "line breaks", text: "a\nb\r\nc\u2028d\u2029e\u0085f", line: "a?b??c?d?e?f" },
  { what: "escape sequences", text: "\u001b[31mred\u009b0m", line: "?[31mred?0m" },
  { what: "NUL, tab and DEL", text: "a\0b\tc\u007fd", line: "a?b?c?d" },
  { what: "characters that turn text around", text: "a\u202eb\u2066c", line: "a?b?c" },
  { what: "invisible characters", text: "a\u200bb\ufeffc\u00add", line: "a?b?c?d" },
  { what: "half a character", text: "a\ud800b\udc00", line: "a?b?" },
])("toLogText makes one bounded line of $what", ({ text, line }) => {
  expect(toLogText(text)).toBe(line);
});

test("toLogText does not leave half a character where it cuts", () => {
  expect(toLogText(`${"x".repeat(199)}🎨`)).toBe(`${"x".repeat(199)}?...`);
});
