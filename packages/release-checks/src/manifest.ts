import { readFile } from "node:fs/promises";
import { z } from "zod";

const target = z.object({ types: z.string(), default: z.string() });

const exportsSchema = z.record(z.string(), z.union([z.string(), target]));

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
  publishConfig: z.object({ access: z.string(), provenance: z.boolean(), exports: exportsSchema }).partial().optional(),
  funding: z.unknown().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  peerDependencies: z.record(z.string(), z.string()).optional(),
});

export type Manifest = z.infer<typeof manifestSchema>;

export async function readManifest(folder: string): Promise<Manifest> {
  return manifestSchema.parse(JSON.parse(await readFile(`${folder}/package.json`, "utf8")));
}

/** Returns the entries with types, such as `.` or `./schemas`, and the paths of their declarations. */
export function getTypedEntries(manifest: Manifest): { entry: string; types: string }[] {
  return Object.entries(manifest.exports ?? {}).flatMap(([entry, to]) =>
    typeof to === "string" ? [] : [{ entry, types: to.types }],
  );
}
