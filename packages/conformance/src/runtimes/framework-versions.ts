import { readFile } from "node:fs/promises";
import * as z from "zod/mini";
import type { Framework } from "./matrix.ts";

const manifest = z.object({ name: z.string(), version: z.string() });

/** Returns the names and installed versions of a framework's packages, as in `express 5.1.0`. */
export async function getVersions({ packages }: Framework): Promise<string> {
  const versions = packages.map(async (folder) => {
    const file = new URL(`../../node_modules/${folder}/package.json`, import.meta.url);
    const { name, version } = manifest.parse(JSON.parse(await readFile(file, "utf8")));
    return `${name} ${version}`;
  });
  return (await Promise.all(versions)).join(", ");
}
