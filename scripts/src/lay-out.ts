import { existsSync } from "node:fs";
import { mkdir, realpath, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { PackedPackage } from "./pack.ts";

/** Writes packed packages into a folder's `node_modules` as an installation does, and links their dependencies. */
export async function layOut(packed: readonly PackedPackage[], folder: string): Promise<void> {
  const modules = join(folder, "node_modules");
  for (const { manifest, files } of packed) {
    for (const [path, data] of files) await write(join(modules, manifest.name, path), data);
  }
  for (const { manifest, folder: source } of packed) {
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
      const [from, to] = [join(source, "node_modules", name), join(modules, name)];
      if (existsSync(to)) continue;
      await mkdir(dirname(to), { recursive: true });
      await symlink(await realpath(from), to, "junction");
    }
  }
}

async function write(path: string, data: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, data);
}
