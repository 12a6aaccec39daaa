import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { filterProblems, problemKindInfo } from "@arethetypeswrong/core/problems";
import type { ProblemKind, ResolutionKind } from "@arethetypeswrong/core/types";
import { getEntries } from "./manifest.ts";
import type { PackedPackage } from "./pack.ts";

const resolutions: ResolutionKind[] = ["node10", "node16-cjs", "node16-esm", "bundler"];

/** What is for Vitest alone is an ES module, as Vitest is. */
const allowedForModules: ProblemKind[] = ["CJSResolvesToESM"];

/** Finds differences between the types and the code, for every module resolution. */
export async function checkTypes({ tarball, manifest }: PackedPackage): Promise<string[]> {
  const all = getEntries(manifest);
  const entries = all.map(({ entry }) => entry);
  const modules = all.filter(({ cjs }) => cjs === undefined).map(({ entry }) => entry);
  if (entries.length === 0) return [];

  const analysis = await checkPackage(createPackageFromTarballData(tarball), { entrypoints: entries });
  if (!analysis.types) return ["the tarball has no types."];
  return entries.flatMap((entrypoint) =>
    resolutions.flatMap((resolutionKind) =>
      filterProblems(analysis, { entrypoint, resolutionKind })
        .filter(({ kind }) => !modules.includes(entrypoint) || !allowedForModules.includes(kind))
        .map(({ kind }) => `${entrypoint} by ${resolutionKind}: ${problemKindInfo[kind].shortDescription} (${kind}).`),
    ),
  );
}
