import { basename } from "node:path";
import type { Manifest } from "./manifest.ts";
import type { PublicPackage } from "./public-packages.ts";

/** Finds what is missing or wrong in a package.json. Common fields must match the root's package.json. */
export function checkManifest({ folder, manifest }: PublicPackage, common: Manifest): string[] {
  const directory = `packages/${basename(folder)}`;
  const url = common.homepage?.replace(/#.*/, "");
  const isLibrary = manifest.bin === undefined;

  const wanted: { field: keyof Manifest; is: unknown }[] = [
    { field: "license", is: common.license },
    { field: "type", is: "module" },
    { field: "engines", is: common.engines },
    { field: "homepage", is: `${url}/tree/main/${directory}#readme` },
    { field: "bugs", is: common.bugs },
    // npm rejects provenance if this is not the repository that publishes.
    { field: "repository", is: { ...common.repository, directory } },
    { field: "publishConfig", is: { access: "public", provenance: true, exports: manifest.publishConfig?.exports } },
    { field: "sideEffects", is: isLibrary ? false : undefined },
    { field: "funding", is: undefined },
  ];
  const wrong = wanted
    .filter(({ field, is }) => JSON.stringify(manifest[field]) !== JSON.stringify(is))
    .map(({ field, is }) => `"${field}" in package.json must be ${JSON.stringify(is)}.`);

  const present: { what: string; holds: boolean }[] = [
    { what: '"description" has 20 characters or fewer', holds: (manifest.description ?? "").length > 20 },
    { what: '"keywords" lacks "mynth" or "webhook"', holds: hasBoth(manifest.keywords) },
    ...["dist", "src", "CHANGELOG.md"].map((path) => ({
      what: `"files" lacks "${path}"`,
      holds: manifest.files?.some((each) => each.split("/", 1)[0] === path) === true,
    })),
    { what: '"exports" lacks "./package.json"', holds: manifest.exports?.["./package.json"] !== undefined },
    { what: '"publishConfig" exports other names than "exports"', holds: hasSameNames(manifest) },
    { what: '"exports" lacks "."', holds: !isLibrary || manifest.exports?.["."] !== undefined },
  ];
  return [...wrong, ...present.filter(({ holds }) => !holds).map(({ what }) => `${what}.`)];
}

/** Returns whether the published exports have the same names as those in the workspace. */
function hasSameNames({ exports = {}, publishConfig }: Manifest): boolean {
  return String(Object.keys(publishConfig?.exports ?? exports)) === String(Object.keys(exports));
}

function hasBoth(keywords: readonly string[] = []): boolean {
  return keywords.includes("mynth") && keywords.includes("webhook");
}
