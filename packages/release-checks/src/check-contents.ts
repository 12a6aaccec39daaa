import { posix } from "node:path";
import { z } from "zod";
import type { Manifest } from "./manifest.ts";
import type { PackedPackage } from "./pack.ts";

type Exports = NonNullable<Manifest["exports"]>;

const sourceMap = z.object({ sourceRoot: z.string().optional(), sources: z.array(z.string()) });

/** Finds the files that a tarball lacks, and those it should not contain. */
export function checkContents({ manifest, files }: PackedPackage): string[] {
  const paths = [...files.keys()];
  const missing = getRequiredPaths(manifest, paths).filter((path) => !files.has(path));
  const unwanted = paths.filter((path) => !isWanted(path, manifest, files));
  const dangling = [...files].flatMap(([path, data]) =>
    path.endsWith(".map") ? findMissingSources(path, data, files) : [],
  );
  return [
    ...missing.map((path) => `${path} is missing from the tarball.`),
    ...unwanted.map((path) => `${path} should not be in the tarball.`),
    ...dangling,
  ];
}

function getRequiredPaths({ version, exports = {} }: Manifest, paths: readonly string[]): string[] {
  const documents = ["package.json", "README.md", "LICENSE"];
  // Changesets creates the changelog with the first version.
  if (version !== "0.0.0") documents.push("CHANGELOG.md");
  const built = paths
    .filter((path) => /^src\/.*(?<!\.d)\.ts$/.test(path))
    .map((path) => path.replace(/^src\/(.*)\.ts$/, "dist/$1"))
    .flatMap((path) => getBuiltPaths(path, isBundled(exports)));
  return [...documents, ...built, ...getTargets(exports)];
}

function getBuiltPaths(path: string, bundled: boolean): string[] {
  const types = [`${path}.d.ts`, `${path}.d.ts.map`];
  return bundled ? types : [`${path}.js`, `${path}.js.map`, ...types];
}

/** Returns whether the code is bundled. Then only the types are separate files like the sources. */
function isBundled(exports: Exports): boolean {
  return getTargets(exports).some((path) => path.startsWith("bundle/"));
}

function getTargets(exports: Exports): string[] {
  return Object.values(exports)
    .flatMap((target) => (typeof target === "string" ? target : [target.types, target.default]))
    .map((path) => path.replace("./", ""));
}

/** Returns whether a file is a document, a source, built from a source in the tarball, or exported by the manifest. */
function isWanted(path: string, { exports = {} }: Manifest, files: PackedPackage["files"]): boolean {
  const built = path.match(/^dist\/(.*?)(?:\.js|\.d\.ts)(?:\.map)?$/);
  return (
    ["package.json", "README.md", "LICENSE", "CHANGELOG.md"].includes(path) ||
    /^src\/(?!.*\.test\.).*\.ts$/.test(path) ||
    (built !== null && files.has(`src/${built[1]}.ts`)) ||
    (isBundled(exports) && /^bundle\/[\w-]+\.js(?:\.map)?$/.test(path)) ||
    getTargets(exports).includes(path)
  );
}

function findMissingSources(path: string, data: Uint8Array, files: PackedPackage["files"]): string[] {
  const { sourceRoot = "", sources } = sourceMap.parse(JSON.parse(new TextDecoder().decode(data)));
  return sources
    .map((source) => posix.join(posix.dirname(path), sourceRoot, source))
    .filter((source) => !files.has(source))
    .map((source) => `${path} points to ${source}, which is not in the tarball.`);
}
