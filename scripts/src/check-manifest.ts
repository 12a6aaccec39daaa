import { basename } from "node:path";
import { getEntries, type Manifest } from "./manifest.ts";
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
    { field: "publishConfig", is: { access: "public", provenance: true } },
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
    { what: '"main" and "types" are not those of require()', holds: !isLibrary || hasSameMain(manifest) },
    { what: '"exports" lacks "."', holds: !isLibrary || manifest.exports?.["."] !== undefined },
  ];
  return [...wrong, ...present.filter(({ holds }) => !holds).map(({ what }) => `${what}.`)];
}

/** Returns whether tools that ignore "exports" get the CommonJS module. */
function hasSameMain(manifest: Manifest): boolean {
  const main = getEntries(manifest).find(({ entry }) => entry === ".")?.cjs;
  return manifest.main === main?.default && manifest.types === main?.types;
}

function hasBoth(keywords: readonly string[] = []): boolean {
  return keywords.includes("mynth") && keywords.includes("webhook");
}
