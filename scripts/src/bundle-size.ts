import { basename } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";
import type { Manifest } from "./manifest.ts";

/** The size of a bundle in bytes, minified and gzipped. */
export type BundleSize = {
  /** The code that is loaded with the package. */
  atOnce: number;
  /** All code, including the code that is loaded on demand. */
  inAll: number;
};

/** Bundles an installed package with its dependencies, but without its framework, and returns the size. */
export async function measureBundle(folder: string, manifest: Manifest, exported: string): Promise<BundleSize> {
  const frameworks = Object.keys(manifest.peerDependencies ?? {});
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export ${exported} from "${manifest.name}";`, resolveDir: folder },
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    platform: "node",
    external: frameworks.flatMap((name) => [name, `${name}/*`]),
    absWorkingDir: folder,
    outdir: "bundle",
    entryNames: "entry",
    write: false,
    metafile: true,
  });
  const sizes = new Map(outputFiles.map(({ path, contents }) => [basename(path), gzipSync(contents).length]));
  const sum = (names: Iterable<string>) => [...names].reduce((total, name) => total + (sizes.get(name) ?? 0), 0);
  return { atOnce: sum(findStaticImports("entry.js", metafile)), inAll: sum(sizes.keys()) };
}

/** Finds a file and everything it imports, except by `import()`. */
function findStaticImports(name: string, metafile: Metafile, found = new Set<string>()): Set<string> {
  found.add(name);
  const output = Object.entries(metafile.outputs).find(([path]) => basename(path) === name)?.[1];
  for (const { path, kind, external } of output?.imports ?? []) {
    if (external || kind === "dynamic-import" || found.has(basename(path))) continue;
    findStaticImports(basename(path), metafile, found);
  }
  return found;
}
