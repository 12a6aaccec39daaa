// Builds the code of the published libraries: ES modules, bundled by entry, and CommonJS for tools that know nothing newer.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { build, type Plugin } from "esbuild";
import { getEntries, type Manifest } from "./manifest.ts";
import { getPublicPackages, type PublicPackage } from "./public-packages.ts";

const common = {
  bundle: true,
  platform: "node",
  target: "es2023",
  packages: "external",
  sourcemap: true,
  sourcesContent: false,
  logLevel: "warning",
} as const;

/**
 * ES modules, one file for an entry and what entries share: a cold start reads one file instead of seventy, and reading files is
 * most of the time of an import.
 */
async function buildModules(folder: string, manifest: Manifest): Promise<void> {
  const entries = getEntries(manifest).map(({ esm }) => toSource(esm));
  await removeCode(join(folder, "dist"));
  await build({
    ...common,
    absWorkingDir: folder,
    entryPoints: entries,
    outdir: "dist",
    chunkNames: "shared/[name]-[hash]",
    splitting: true,
    format: "esm",
  });
}

/** Keeps imports of other files as they are, so that each module exists once however many entries are loaded. */
const keepFiles: Plugin = {
  name: "keep-files",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ path, kind }) =>
      kind === "entry-point" ? undefined : { path: path.replace(/\.ts$/, ".js"), external: true },
    );
  },
};

/** CommonJS, file by file. Its folder has a package.json that says so, because the package's own says "module". */
async function buildCommonJs(folder: string, manifest: Manifest): Promise<void> {
  if (getEntries(manifest).every(({ cjs }) => cjs === undefined)) return;
  const sources = await listFiles(join(folder, "src"), ".ts");
  const to = join(folder, "dist/cjs");
  await mkdir(to, { recursive: true });
  for (const path of await listFiles(to, "")) {
    const isStale =
      /\.(js|d\.ts)(\.map)?$/.test(path) && !sources.includes(path.replace(/\.(js|d\.ts)(\.map)?$/, ".ts"));
    if (isStale) await rm(join(to, path));
  }
  await build({
    ...common,
    absWorkingDir: folder,
    entryPoints: sources.map((path) => join("src", path)),
    outdir: "dist/cjs",
    outbase: "src",
    format: "cjs",
    plugins: [keepFiles],
    // Jest has no import() without a flag.
    supported: { "dynamic-import": false },
  });
  await writeFile(join(to, "package.json"), `${JSON.stringify({ type: "commonjs" })}\n`);
  for (const path of await listFiles(join(folder, "dist"), ".d.ts")) {
    if (path.startsWith("cjs/")) continue;
    const text = toCommonJsTypes(await readFile(join(folder, "dist", path), "utf8"));
    // A file that is written again would make TypeScript check all that depends on it.
    if ((await readFile(join(to, path), "utf8").catch(() => undefined)) === text) continue;
    await mkdir(dirname(join(to, path)), { recursive: true });
    await writeFile(join(to, path), text);
  }
}

/** TypeScript 5.0 does not resolve the extension .ts in a declaration. */
function toCommonJsTypes(declarations: string): string {
  return declarations
    .replace(/((?:from |import\()"\.{1,2}\/[^"]+)\.ts"/g, '$1.js"')
    .replace(/^\/\/# sourceMappingURL=.*\n?/m, "");
}

function toSource(target: string): string {
  return target.replace("./dist/", "./src/").replace(/\.js$/, ".ts");
}

async function listFiles(folder: string, ending: string): Promise<string[]> {
  const paths = await readdir(folder, { recursive: true });
  return paths.filter((path) => path.endsWith(ending)).sort();
}

/** Removes the code of an earlier build. Declarations stay: TypeScript writes only those that have changed. */
async function removeCode(folder: string): Promise<void> {
  for (const path of await listFiles(folder, "")) {
    if (!path.startsWith("cjs") && /\.js(\.map)?$/.test(path)) await rm(join(folder, path));
  }
}

async function buildPackage({ folder, manifest }: PublicPackage): Promise<void> {
  if (getEntries(manifest).length === 0) return;
  await buildModules(folder, manifest);
  await buildCommonJs(folder, manifest);
}

await Promise.all((await getPublicPackages()).map(buildPackage));
