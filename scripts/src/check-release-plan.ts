import getReleasePlan from "@changesets/get-release-plan";
import { type PublicPackage, root } from "./public-packages.ts";

/** Checks that `changeset version` works, and that changesets name only published packages. */
export async function checkReleasePlan(packages: readonly PublicPackage[]): Promise<string[]> {
  const published = new Set(packages.map(({ manifest }) => manifest.name));
  try {
    const { releases } = await getReleasePlan(root);
    return releases
      .filter(({ name, type }) => type !== "none" && !published.has(name))
      .map(({ name }) => `${name} is in a changeset but is not published.`);
  } catch (error) {
    return [`the next version cannot be computed: ${error}`];
  }
}
