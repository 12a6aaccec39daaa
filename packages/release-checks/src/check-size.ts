import { bundleSize } from "./bundle-size.ts";
import type { Manifest } from "./manifest.ts";
import { sizeLimits } from "./size-limits.ts";

/** Where a bundle of the package outgrew its limit. It is installed in the folder. */
export async function checkSize(folder: string, manifest: Manifest): Promise<string[]> {
  const limit = sizeLimits[manifest.name];
  if (limit === undefined) return [];
  const { atOnce, inAll } = await bundleSize(folder, manifest, limit.exported);
  return [...outgrown("at once", atOnce, limit.atOnce), ...outgrown("in all", inAll, limit.inAll)];
}

function outgrown(what: string, bytes: number, limit: number): string[] {
  const size = (bytes / 1024).toFixed(2);
  return bytes <= limit * 1024
    ? []
    : [`its bundle weighs ${size} KiB ${what}, and may weigh ${limit} (size-limits.ts).`];
}
