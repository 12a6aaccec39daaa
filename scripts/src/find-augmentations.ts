import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Finds the types that a package adds to other packages, like `req.mynthEvent`. API Extractor leaves them out. */
export async function findAugmentations(packageFolder: string): Promise<string[]> {
  const dist = join(packageFolder, "dist");
  const files = (await readdir(dist, { recursive: true }))
    .filter((path) => path.endsWith(".d.ts") && !path.startsWith("cjs/"))
    .sort();
  const texts = await Promise.all(files.map((path) => readFile(join(dist, path), "utf8")));
  return texts.flatMap(
    (text) =>
      removeComments(text)
        .match(/^declare (?:global|module ".*?") \{\n(?: .*\n)*\}/gm)
        ?.map(String) ?? [],
  );
}

function removeComments(declarations: string): string {
  return declarations.replace(/^ *\/\*\*.*?\*\/\n/gms, "");
}
