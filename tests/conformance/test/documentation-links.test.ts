import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";
import { listPages } from "./code-blocks/code-block.ts";

const root = join(import.meta.dirname, "../../..");
const { homepage } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
/** The README of a package is also shown on npm, where a link to the guide has to be absolute. */
const repository = `${homepage.replace(/#.*/, "")}/`;
const pages = [...listPages(), "SECURITY.md", "CONTRIBUTING.md"];

test.each(pages)("every link of %s leads to a file and a heading that exist", (page) => {
  expect(findLinks(page).filter((link) => !leadsSomewhere(page, link))).toEqual([]);
});

/** Returns the links into the repository. */
function findLinks(page: string): string[] {
  const text = readFileSync(join(root, page), "utf8").replaceAll(/^ *```.*?^ *```$/gms, "");
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  return links.filter((link) => !/^[a-z]+:/.test(link) || link.startsWith(repository));
}

function leadsSomewhere(page: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const file = findFile(page, path);
  return file !== undefined && (anchor === undefined || findAnchors(file).includes(anchor));
}

function findFile(page: string, path: string): string | undefined {
  if (path === "") return page;
  const target = path.startsWith(repository)
    ? path.slice(repository.length).replace(/^(blob|tree)\/main\//, "")
    : normalize(join(dirname(page), path));
  // The site has pages without an extension; GitHub shows the README of a folder.
  const candidates = page.startsWith("docs/") ? [`${target}.md`, target] : [target];
  const found = candidates.find((candidate) => existsSync(join(root, candidate)));
  if (found === undefined) return undefined;
  return statSync(join(root, found)).isDirectory() ? join(found, "README.md") : found;
}

/** Returns the anchors of a page's headings, as GitHub and VitePress make them. */
function findAnchors(file: string): string[] {
  const text = readFileSync(join(root, file), "utf8").replaceAll(/^ *```.*?^ *```$/gms, "");
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => {
    const [, explicit] = /\{#(.+)\}$/.exec(heading) ?? [];
    return (
      explicit ??
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
        .replaceAll(" ", "-")
    );
  });
}
