import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { filterProblems, problemKindInfo } from "@arethetypeswrong/core/problems";
import type { ProblemKind, ResolutionKind } from "@arethetypeswrong/core/types";
import { typedEntries } from "./manifest.ts";
import type { PackedPackage } from "./pack.ts";

/** Not `node10`: it knows nothing of `exports`, and no Node that `engines` allows resolves that way. */
const resolutions: ResolutionKind[] = ["node16-cjs", "node16-esm", "bundler"];

/** These packages are ES modules only, and every Node that `engines` allows can `require` those. */
const allowed: ProblemKind[] = ["CJSResolvesToESM"];

/** What the types say otherwise than the code, however it is imported. */
export async function checkTypes({ tarball, manifest }: PackedPackage): Promise<string[]> {
  const entries = typedEntries(manifest).map(({ entry }) => entry);
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
