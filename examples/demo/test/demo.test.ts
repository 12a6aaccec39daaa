import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const top = new URL("../../../", import.meta.url);

test("the demo sends every delivery to every application and gets the expected results", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["examples/demo/dist/main.js"], {
    cwd: top,
    env: { ...process.env, NO_COLOR: "1" },
    timeout: 60_000,
  });
  expect(stdout).toContain("All as expected.");
  expect(stdout.match(/as expected │/g)).toHaveLength(20);
});

test.each(["express", "fastify", "hono"])(
  "the README's quick start for %s is the source of its example, followed by a line that starts it",
  async (name) => {
    const readme = await readFile(new URL("README.md", top), "utf8");
    const source = await readFile(new URL(`examples/${name}/src/app.ts`, top), "utf8");
    const [, behind = ""] = readme.split(`\`\`\`ts\n${source}`);
    expect(behind).toMatch(/^\n[^\n]+\n```/);
  },
);
