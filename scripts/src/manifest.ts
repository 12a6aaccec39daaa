import { readFile } from "node:fs/promises";
import { z } from "zod";

/** Types and code, for one kind of module. */
const target = z.object({ types: z.string(), default: z.string() });

/** An entry for both kinds. `module-sync` is what import and require() of Node take, so that there is one instance. */
const dualTarget = z.object({ "module-sync": target, import: target, require: target });

const exportsSchema = z.record(z.string(), z.union([z.string(), target, dualTarget]));

/** The fields of a package.json that the checks read. */
export const manifestSchema = z.object({
  name: z.string(),
  version: z.string().optional(),
  private: z.boolean().optional(),
  description: z.string().optional(),
  keywords: z.array(z.string()).optional(),
  license: z.string().optional(),
  homepage: z.string().optional(),
  bugs: z.object({ url: z.string() }).optional(),
  repository: z.object({ type: z.string(), url: z.string(), directory: z.string().optional() }).optional(),
  type: z.string().optional(),
  sideEffects: z.boolean().optional(),
  engines: z.object({ node: z.string() }).optional(),
  bin: z.record(z.string(), z.string()).optional(),
  exports: exportsSchema.optional(),
  files: z.array(z.string()).optional(),
  main: z.string().optional(),
  types: z.string().optional(),
  typesVersions: z.record(z.string(), z.record(z.string(), z.array(z.string()))).optional(),
  publishConfig: z.object({ access: z.string(), provenance: z.boolean() }).optional(),
  scripts: z.record(z.string(), z.string()).optional(),
  funding: z.unknown().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  peerDependencies: z.record(z.string(), z.string()).optional(),
});

export type Manifest = z.infer<typeof manifestSchema>;

export async function readManifest(folder: string): Promise<Manifest> {
  return manifestSchema.parse(JSON.parse(await readFile(`${folder}/package.json`, "utf8")));
}

/** An entry with code, such as `.` or `./schemas`. */
export type Entry = {
  entry: string;
  /** The declarations of the ES module. */
  types: string;
  /** The ES module. */
  esm: string;
  /** The CommonJS module and its declarations; absent if there is none. */
  cjs: { types: string; default: string } | undefined;
};

/** Returns the entries with code. */
export function getEntries(manifest: Manifest): Entry[] {
  return Object.entries(manifest.exports ?? {}).flatMap(([entry, to]): Entry[] => {
    if (typeof to === "string") return [];
    if ("import" in to) return [{ entry, types: to.import.types, esm: to.import.default, cjs: to.require }];
    return [{ entry, types: to.types, esm: to.default, cjs: undefined }];
  });
}
