import { readFile } from "node:fs/promises";
import { errorCodes } from "@mynth-webhooks/core";
import { describe, expect, test } from "vitest";

const page = (name: string) => readFile(new URL(`../../../${name}`, import.meta.url), "utf8");
// The pages are made into HTML, where a "<" has to be written so.
const troubleshooting = (await page("docs/guide/troubleshooting.md")).replaceAll("&lt;", "<");
const readme = await page("README.md");

describe.each(Object.entries(errorCodes))("%s", (code, { status, message, hint }) => {
  test("has a heading of its own in the troubleshooting guide, with what is answered and what to look at", () => {
    const [, section = ""] = troubleshooting.split(`\n## \`${code}\` {#${code}}\n`);
    const text = section.split("\n## ")[0];
    expect(text).toContain(`**${status}**: ${message}`);
    expect(text).toContain(hint);
  });

  test("stands in the README's table with its status", () => {
    const row = readme.split("\n").find((line) => line.startsWith("|") && line.includes(`\`${code}\``));
    expect(row).toContain(String(code === "unknown_event" ? 400 : status));
  });
});
