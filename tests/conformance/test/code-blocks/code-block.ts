import { readdirSync, readFileSync } from "node:fs";

const root = new URL("../../../../", import.meta.url);

/** A TypeScript block of a page. */
export interface CodeBlock {
  /** The page, relative to the root of the repository. */
  readonly page: string;
  /** Its first line on the page, counted from 1. */
  readonly line: number;
  readonly code: string;
  /** A comment `<!-- runnable -->` precedes it: the block is a complete program. */
  readonly runnable: boolean;
}

/** Returns every README and every page of the guide. */
export function listPages(): string[] {
  const readmes = ["packages", "examples"].flatMap((folder) =>
    listFolder(folder).map((name) => `${folder}/${name}/README.md`),
  );
  const guide = listFolder("docs/guide").map((name) => `docs/guide/${name}`);
  return ["README.md", ...readmes, ...guide].filter((page) => page.endsWith(".md") && exists(page));
}

/** Returns the TypeScript blocks of a page, in order. */
export function readBlocks(page: string): CodeBlock[] {
  const lines = readFileSync(new URL(page, root), "utf8").split("\n");
  const blocks: CodeBlock[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const indent = /^( *)```ts$/.exec(lines[index] ?? "")?.[1];
    if (indent === undefined) continue;
    const end = lines.indexOf(`${indent}\`\`\``, index);
    if (end < 0) throw new Error(`${page}:${index + 1}: the code block is not closed.`);
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

function listFolder(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, root));
}

function exists(page: string): boolean {
  try {
    readFileSync(new URL(page, root));
    return true;
  } catch {
    return false;
  }
}
