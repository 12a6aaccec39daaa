import { execFile } from "node:child_process";
import { access, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Runtime } from "./versions.ts";

const cache = fileURLToPath(new URL("../../node_modules/.cache/runtimes", import.meta.url));

/**
 * Installs a runtime unless it is cached, and returns the path of its program.
 *
 * @throws {Error} if there is no package for this platform, or the installation fails
 */
export async function install({ name, version, packages, program }: Runtime): Promise<string> {
  const platform = `${process.platform}-${process.arch}`;
  const packageName = packages[platform];
  if (packageName === undefined) throw new Error(`there is no ${name} package for ${platform}`);
  const folder = join(cache, `${name}-${version}`);
  const path = join(folder, "node_modules", packageName, program);
  if (await exists(path)) return path;
  await mkdir(folder, { recursive: true });
  const args = ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"];
  await promisify(execFile)("npm", [...args, `${packageName}@${version}`], { timeout: 300_000 });
  return path;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
