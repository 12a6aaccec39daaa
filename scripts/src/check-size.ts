import { measureBundle } from "./bundle-size.ts";
import type { Manifest } from "./manifest.ts";
import { sizeLimits } from "./size-limits.ts";

/** Compares the bundle of an installed package with its limits. */
export async function checkSize(folder: string, manifest: Manifest): Promise<string[]> {
  const limit = sizeLimits[manifest.name];
  if (limit === undefined) return [];
  const { atOnce, inAll } = await measureBundle(folder, manifest, limit.exported);
  return [...checkLimit("at once", atOnce, limit.atOnce), ...checkLimit("in all", inAll, limit.inAll)];
}

function checkLimit(what: string, bytes: number, limit: number): string[] {
  const size = (bytes / 1024).toFixed(2);
  return bytes <= limit * 1024
    ? []
    : [`its bundle has ${size} KiB ${what}, and the limit in size-limits.ts is ${limit} KiB.`];
}
