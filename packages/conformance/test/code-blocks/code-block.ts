import { readdirSync, readFileSync } from "node:fs";

const top = new URL("../../../../", import.meta.url);

/** A TypeScript block of a page. */
export interface CodeBlock {
  /** The page, from the top of the repository. */
  readonly page: string;
  /** Its first line on the page, counted from 1. */
  readonly line: number;
  readonly code: string;
  /** A comment `<!-- runnable -->` stands in front of it: it is a whole program. */
  readonly runnable: boolean;
}

/** Every README and every page of the guide. */
export function pages(): string[] {
  const readmes = ["packages", "examples"].flatMap((folder) =>
    below(folder).map((name) => `${folder}/${name}/README.md`),
  );
  const guide = below("docs/guide").map((name) => `docs/guide/${name}`);
  return ["README.md", ...readmes, ...guide].filter((page) => page.endsWith(".md") && exists(page));
}

/** The TypeScript blocks of a page, in order. */
export function blocksOf(page: string): CodeBlock[] {
  const lines = readFileSync(new URL(page, top), "utf8").split("\n");
  const blocks: CodeBlock[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const indent = /^( *)```ts$/.exec(lines[index] ?? "")?.[1];
    if (indent === undefined) continue;
    const end = lines.indexOf(`${indent}\`\`\``, index);
    if (end < 0) throw new Error(`${page}:${index + 1}: the block has no end.`);
    const before = lines.slice(0, index).findLast((line) => line.trim() !== "");
    blocks.push({
      page,
      line: index + 2,
      code: lines
        .slice(index + 1, end)
        .map((each) => each.slice(indent.length))
        .join("\n"),
      runnable: before?.trim() === "<!-- runnable -->",
    });
    index = end;
  }
  return blocks;
}

function below(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, top));
}

function exists(page: string): boolean {
  try {
    readFileSync(new URL(page, top));
    return true;
  } catch {
    return false;
  }
}
