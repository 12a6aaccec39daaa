import { type PackedPackage, pack } from "@mynth-webhooks/scripts/pack";
import { getPublicPackages } from "@mynth-webhooks/scripts/public-packages";

const names = ["@mynth-webhooks/core", "@mynth-webhooks/web"];

/** Packs the packages that fixtures use, as they are published. */
export async function packOurs(): Promise<PackedPackage[]> {
  return pack((await getPublicPackages()).filter(({ manifest }) => names.includes(manifest.name)));
}
