import getReleasePlan from "@changesets/get-release-plan";
import { type PublicPackage, root } from "./public-packages.ts";

/** Whether `changeset version` will work on the changesets there are, and name only packages that are published. */
export async function checkReleasePlan(packages: readonly PublicPackage[]): Promise<string[]> {
  const published = new Set(packages.map(({ manifest }) => manifest.name));
  try {
    const { releases } = await getReleasePlan(root);
    return releases
      .filter(({ name, type }) => type !== "none" && !published.has(name))
      .map(({ name }) => `${name} is in a changeset, and is not published.`);
  } catch (error) {
    return [`there is no next version: ${error}`];
  }
}
