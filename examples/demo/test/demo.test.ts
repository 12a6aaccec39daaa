import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const top = new URL("../../../", import.meta.url);

test("the demo sends every delivery to every application and finds all as it should be", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["examples/demo/dist/main.js"], {
    cwd: top,
    env: { ...process.env, NO_COLOR: "1" },
    timeout: 60_000,
  });
  expect(stdout).toContain("All as it should be.");
  expect(stdout.match(/as it should be │/g)).toHaveLength(20);
});

test.each(["express", "fastify", "hono"])(
  "the quick start for %s in the README is the source of its example, and a line that starts it",
  async (name) => {
    const readme = await readFile(new URL("README.md", top), "utf8");
    const source = await readFile(new URL(`examples/${name}/src/app.ts`, top), "utf8");
    const [, behind = ""] = readme.split(`\`\`\`ts\n${source}`);
    expect(behind).toMatch(/^\n[^\n]+\n```/);
  },
);
