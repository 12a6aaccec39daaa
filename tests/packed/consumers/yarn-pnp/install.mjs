// Without a lock file: the tarballs change with every build.
import { rmSync, writeFileSync } from "node:fs";

for (const name of ["yarn.lock", ".pnp.cjs", ".pnp.loader.mjs", ".yarn"])
  rmSync(name, { recursive: true, force: true });
// It tells Yarn that this folder is a project of its own.
writeFileSync("yarn.lock", "");
process.argv.splice(2, Number.POSITIVE_INFINITY, "install");
await import("./yarn.mjs");
