import { rm } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";
import { readManifest } from "./manifest.ts";

// Bundles the package in the working folder before it is packed. A cold start then reads one file instead of seventy, and
// reading files is most of the time of an import.
const folder = process.cwd();
const { publishConfig } = await readManifest(folder);
const entries = Object.values(publishConfig?.exports ?? {}).flatMap((target) =>
  typeof target === "string" ? [] : [target.default],
);

await rm(join(folder, "bundle"), { recursive: true, force: true });
await build({
  absWorkingDir: folder,
  entryPoints: entries.map((path) => path.replace("./bundle/", "./src/").replace(/\.js$/, ".ts")),
  outdir: "bundle",
  bundle: true,
  splitting: true,
  packages: "external",
  format: "esm",
  platform: "node",
  target: "es2023",
  sourcemap: true,
  sourcesContent: false,
  logLevel: "warning",
});
