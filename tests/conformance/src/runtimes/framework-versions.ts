import { readFile } from "node:fs/promises";
import * as z from "zod/mini";
import type { Framework } from "./matrix.ts";

const manifest = z.object({ name: z.string(), version: z.string() });

/** Returns the name and the version of an installed package, as in `express 5.1.0`. */
export async function readVersion(packageFile: URL): Promise<string> {
  const { name, version } = manifest.parse(JSON.parse(await readFile(packageFile, "utf8")));
  return `${name} ${version}`;
}

/** Returns the names and installed versions of a framework's packages, as in `express 5.1.0`. */
export async function getVersions({ packages }: Framework): Promise<string> {
  const versions = packages.map((folder) =>
    readVersion(new URL(`../../node_modules/${folder}/package.json`, import.meta.url)),
  );
  return (await Promise.all(versions)).join(", ");
}
