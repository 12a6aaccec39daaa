import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** What a package adds to the types of others, like `req.mynthEvent`: API Extractor leaves that out. */
export async function augmentations(packageFolder: string): Promise<string[]> {
  const dist = join(packageFolder, "dist");
  const files = (await readdir(dist, { recursive: true })).filter((path) => path.endsWith(".d.ts")).sort();
  const texts = await Promise.all(files.map((path) => readFile(join(dist, path), "utf8")));
  return texts.flatMap(
    (text) =>
      withoutComments(text)
        .match(/^declare (?:global|module ".*?") \{\n(?: .*\n)*\}/gm)
        ?.map(String) ?? [],
  );
}

function withoutComments(declarations: string): string {
  return declarations.replace(/^ *\/\*\*.*?\*\/\n/gms, "");
}
