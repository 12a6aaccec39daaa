import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { unpack } from "@publint/pack";
import { type Manifest, manifestSchema } from "./manifest.ts";
import { type PublicPackage, root } from "./public-packages.ts";

/** A package as it is published: pnpm has replaced `workspace:` and `catalog:` with versions. */
export type PackedPackage = {
  /** The folder it was packed from. */
  folder: string;
  tarball: Uint8Array;
  manifest: Manifest;
  /** The contents by path, such as `dist/index.js`. */
  files: Map<string, Uint8Array>;
};

const run = promisify(execFile);

export async function pack(packages: readonly PublicPackage[]): Promise<PackedPackage[]> {
  const folder = await mkdtemp(join(tmpdir(), "mynth-packed-"));
  try {
    const filters = packages.flatMap(({ manifest }) => ["--filter", manifest.name]);
    const options = ["--recursive", ...filters, "pack", "--pack-destination", folder];
    await run("npm", ["run", "--silent", "pnpm", "--", ...options], { cwd: root });
    return await Promise.all(packages.map((each) => read(each, join(folder, getTarballName(each.manifest)))));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function getTarballName({ name, version }: Manifest): string {
  return `${name.replace("@", "").replace("/", "-")}-${version}.tgz`;
}

async function read({ folder }: PublicPackage, path: string): Promise<PackedPackage> {
  const tarball = new Uint8Array(await readFile(path));
  const { files, rootDir } = await unpack(tarball);
  const byPath = new Map(files.map(({ name, data }) => [name.slice(rootDir.length + 1), data]));
  const manifest = manifestSchema.parse(JSON.parse(new TextDecoder().decode(byPath.get("package.json"))));
  return { folder, tarball, manifest, files: byPath };
}
