import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const run = promisify(execFile);
const packages = ["cli", "core", "express", "fastify", "hono", "postgres", "redis", "testing"];
const installed = ["@types/express", "@types/node", "express", "fastify", "hono", "typescript"];
const top = join(import.meta.dirname, "../../..");

describe("the packed packages, installed into an empty folder", () => {
  let folder = "";
  const tarball = (name: string) => join(folder, `mynth-webhooks-${name}-${version}.tgz`);
  let version = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "mynth-webhooks-consumer-"));
    ({ version } = JSON.parse(await readFile(join(top, "packages/core/package.json"), "utf8")));
    const filters = packages.flatMap((name) => ["--filter", `@mynth-webhooks/${name}`]);
    await run("npm", ["run", "--silent", "pnpm", "--", ...filters, "pack", "--pack-destination", folder], { cwd: top });

    const tarballs = Object.fromEntries(packages.map((name) => [`@mynth-webhooks/${name}`, `file:${tarball(name)}`]));
    const catalog = await readFile(join(top, "pnpm-workspace.yaml"), "utf8");
    const getVersion = (name: string) =>
      new RegExp(`^ +"?${name}"?: (\\S+)$`, "m").exec(catalog)?.[1] ?? expect.fail(`the catalog has no ${name}`);
    const frameworks = Object.fromEntries(installed.map((name) => [name, getVersion(name)]));
    const manifest = { private: true, dependencies: { ...tarballs, ...frameworks } };
    await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
    await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline", "--no-package-lock"], { cwd: folder });
    await cp(join(import.meta.dirname, "consumer"), folder, { recursive: true });
  }, 120_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  const node = async (file: string) => (await run(process.execPath, [file], { cwd: folder, timeout: 60_000 })).stdout;
  const tsc = (file: string) =>
    run(
      join(folder, "node_modules/.bin/tsc"),
      ["--noEmit", "--strict", "--module", "NodeNext", "--types", "node", file],
      {
        cwd: folder,
      },
    );

  test("the packed packages can be imported from an ES module", async () => {
    expect(await node("esm.mjs")).toBe("function function function function tsk_01KE7XWWEQ4MCGWKBQKJ1G47RP\n");
  });

  test("the packed adapters verify, check details and reject in every framework", async () => {
    expect((await node("served.mjs")).trim().split("\n")).toEqual(
      ["express", "fastify", "hono"].flatMap((framework) => [
        `${framework} 200 tsk_01KE7XWWEQ4MCGWKBQKJ1G47RP`,
        `${framework} 200 tsk_01KE7XWWEQ4MCGWKBQKJ1G47RP result.model result.images[0].status`,
        `${framework} 401 signature_mismatch`,
      ]),
    );
  });

  test("the packed packages can be loaded with require() from CommonJS", async () => {
    expect(await node("commonjs.cjs")).toBe("function function function function tsk_01KE7XWWEQ4MCGWKBQKJ1G47RP\n");
  });

  test("the packed CLI package installs its command", async () => {
    const { stdout } = await run(join(folder, "node_modules/.bin/mynth-webhooks"), ["--help"]);
    expect(stdout).toContain("doctor");
  });

  test("the packed packages have valid types, with every declaration file checked", { timeout: 60_000 }, async () => {
    await expect(tsc("typed.ts")).resolves.toMatchObject({ stdout: "" });
  });

  test("the packed types let an application declare that it accepts unknown events", { timeout: 60_000 }, async () => {
    await expect(tsc("unknown-events.ts")).resolves.toMatchObject({ stdout: "" });
  });

  test("the packed types make a misspelled field a compile error", { timeout: 60_000 }, async () => {
    await expect(tsc("misspelled.ts")).rejects.toMatchObject({
      stdout: expect.stringContaining("'taks' does not exist"),
    });
  });
});
