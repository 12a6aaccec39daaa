import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Manifest, readManifest } from "./manifest.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");

/** A package that is published: every package in `packages` that is not private. */
export type PublicPackage = { folder: string; manifest: Manifest };

export async function getPublicPackages(): Promise<PublicPackage[]> {
  const names = (await readdir(`${root}/packages`)).sort();
  const folders = names.map((name) => `${root}/packages/${name}`).filter((each) => existsSync(`${each}/package.json`));
  const all = await Promise.all(folders.map(async (folder) => ({ folder, manifest: await readManifest(folder) })));
  return all.filter(({ manifest }) => manifest.private !== true);
}
