import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { PackedPackage } from "@mynth-webhooks/scripts/pack";
import type { Fixture } from "./fixture.ts";
import { runCommand } from "./run-command.ts";

const npmOptions = ["--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"];

/** Installs the packages of a fixture's lock file unless they are there, and ours as they are published. */
export async function installFixture(
  { folder }: Pick<Fixture, "folder">,
  packed: readonly PackedPackage[],
): Promise<void> {
  if (!existsSync(join(folder, "package.json"))) return;
  const lock = await readFile(join(folder, "package-lock.json"), "utf8");
  const installed = join(folder, "node_modules", ".installed-lock.json");
  if (!existsSync(installed) || (await readFile(installed, "utf8")) !== lock) {
    await runCommand(["npm", "ci", ...npmOptions], folder, process.env);
    await writeFile(installed, lock);
  }
  for (const { manifest, files } of packed) {
    const to = join(folder, "node_modules", manifest.name);
    await rm(to, { recursive: true, force: true });
    for (const [path, data] of files) {
      await mkdir(dirname(join(to, path)), { recursive: true });
      await writeFile(join(to, path), data);
    }
  }
}
