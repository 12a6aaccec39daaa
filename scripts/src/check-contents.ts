import { posix } from "node:path";
import { z } from "zod";
import { getEntries, type Manifest } from "./manifest.ts";
import type { PackedPackage } from "./pack.ts";

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

function getRequiredPaths(manifest: Manifest, paths: readonly string[]): string[] {
  const documents = ["package.json", "README.md", "LICENSE"];
  // Changesets creates the changelog with the first version.
  if (manifest.version !== "0.0.0") documents.push("CHANGELOG.md");
  const declarations = paths
    .filter((path) => /^src\/.*(?<!\.d)\.ts$/.test(path))
    .flatMap((path) => getBuiltPaths(path.replace(/^src\/(.*)\.ts$/, "$1"), manifest));
  return [...documents, ...declarations, ...getTargets(manifest)];
}

/** Returns what is built from one source. The command is compiled file by file, and libraries are bundled. */
function getBuiltPaths(name: string, manifest: Manifest): string[] {
  const types = [`dist/${name}.d.ts`, `dist/${name}.d.ts.map`];
  if (manifest.bin !== undefined) return [...types, `dist/${name}.js`, `dist/${name}.js.map`];
  if (!hasCommonJs(manifest)) return types;
  return [...types, ...[".d.ts", ".js", ".js.map"].map((ending) => `dist/cjs/${name}${ending}`)];
}

function hasCommonJs(manifest: Manifest): boolean {
  return getEntries(manifest).some(({ cjs }) => cjs !== undefined);
}

function getTargets(manifest: Manifest): string[] {
  const { exports = {}, main, types, typesVersions = {} } = manifest;
  const plain = Object.values(exports).flatMap((target) => (typeof target === "string" ? target : []));
  const entries = getEntries(manifest).flatMap(({ types, esm, cjs }) => [types, esm, cjs?.types, cjs?.default]);
  const versions = Object.values(typesVersions).flatMap((byEntry) => Object.values(byEntry).flat());
  return [...plain, ...entries, ...versions, main, types].flatMap((path) => path?.replace("./", "") ?? []);
}

/** Returns whether a file is a document, a source, or built from the sources. */
function isWanted(path: string, manifest: Manifest, files: PackedPackage["files"]): boolean {
  const built = path.match(/^dist\/(?:cjs\/)?(.*?)(?:\.js|\.d\.ts)(?:\.map)?$/);
  return (
    ["package.json", "README.md", "LICENSE", "CHANGELOG.md"].includes(path) ||
    /^src\/(?!.*\.test\.).*\.ts$/.test(path) ||
    (built !== null && files.has(`src/${built[1]}.ts`)) ||
    /^dist\/shared\/[\w-]+\.js(?:\.map)?$/.test(path) ||
    (hasCommonJs(manifest) && path === "dist/cjs/package.json") ||
    getTargets(manifest).includes(path)
  );
}

function findMissingSources(path: string, data: Uint8Array, files: PackedPackage["files"]): string[] {
  const { sourceRoot = "", sources } = sourceMap.parse(JSON.parse(new TextDecoder().decode(data)));
  return sources
    .map((source) => posix.join(posix.dirname(path), sourceRoot, source))
    .filter((source) => !files.has(source))
    .map((source) => `${path} points to ${source}, which is not in the tarball.`);
}
