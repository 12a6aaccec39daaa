import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { filterProblems, problemKindInfo } from "@arethetypeswrong/core/problems";
import type { ProblemKind, ResolutionKind } from "@arethetypeswrong/core/types";
import { getTypedEntries } from "./manifest.ts";
import type { PackedPackage } from "./pack.ts";

/** Without `node10`, which ignores `exports`: no Node version in `engines` resolves like it. */
const resolutions: ResolutionKind[] = ["node16-cjs", "node16-esm", "bundler"];

/** The packages contain only ES modules, and every Node version in `engines` can `require` them. */
const allowed: ProblemKind[] = ["CJSResolvesToESM"];

/** Finds differences between the types and the code, for every module resolution. */
export async function checkTypes({ tarball, manifest }: PackedPackage): Promise<string[]> {
  const entries = getTypedEntries(manifest).map(({ entry }) => entry);
  if (entries.length === 0) return [];

  const analysis = await checkPackage(createPackageFromTarballData(tarball), { entrypoints: entries });
  if (!analysis.types) return ["the tarball has no types."];
  return entries.flatMap((entrypoint) =>
    resolutions.flatMap((resolutionKind) =>
      filterProblems(analysis, { entrypoint, resolutionKind })
        .filter(({ kind }) => !allowed.includes(kind))
        .map(({ kind }) => `${entrypoint} by ${resolutionKind}: ${problemKindInfo[kind].shortDescription} (${kind}).`),
    ),
  );
}
