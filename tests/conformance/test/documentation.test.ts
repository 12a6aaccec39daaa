import { readFile } from "node:fs/promises";
import { errorCodes } from "@mynth-webhooks/core";
import { describe, expect, test } from "vitest";

const page = (name: string) => readFile(new URL(`../../../${name}`, import.meta.url), "utf8");
// The pages become HTML, where a "<" must be escaped.
const troubleshooting = (await page("docs/guide/troubleshooting.md")).replaceAll("&lt;", "<");
const readme = await page("README.md");

describe.each(Object.entries(errorCodes))("%s", (code, { status, message, hint }) => {
  test(`${code} has a heading in the troubleshooting guide, with its status, message and hint`, () => {
    const [, section = ""] = troubleshooting.split(`\n## \`${code}\` {#${code}}\n`);
    const text = section.split("\n## ")[0];
    expect(text).toContain(`**${status}**: ${message}`);
    expect(text).toContain(hint);
  });

  test(`${code} is in the README's table of responses with its status`, () => {
    const row = readme.split("\n").find((line) => line.startsWith("|") && line.includes(`\`${code}\``));
    expect(row).toContain(String(code === "unknown_event" ? 400 : status));
  });
});
