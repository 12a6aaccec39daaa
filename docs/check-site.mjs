// What VitePress does not look at: that llms.txt lists every page of the guide, and that links into pages find their headings.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

const guide = join(import.meta.dirname, "guide");
const site = join(import.meta.dirname, ".vitepress/dist");

async function* unlistedPages() {
  const listed = await readFile(join(site, "llms.txt"), "utf8");
  for (const page of await readdir(guide)) {
    if (!listed.includes(`(/guide/${page})`)) yield `llms.txt does not list guide/${page}`;
  }
}

async function* deadAnchors() {
  const files = await readdir(site, { recursive: true });
  const pages = new Map();
  for (const file of files.filter((file) => file.endsWith(".html"))) {
    const html = await readFile(join(site, file), "utf8");
    const ids = new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    pages.set(`/${file}`.replace(/(index)?\.html$/, ""), { html, ids });
  }
  for (const [from, { html }] of pages) {
    for (const [, href] of html.matchAll(/ href="([^"]*#[^"]+)"/g)) {
      const { pathname, hash, origin } = new URL(href, `http://site${from}`);
      if (origin !== "http://site") continue;
      const id = decodeURIComponent(hash.slice(1));
      if (!pages.get(pathname.replace(/\.html$/, ""))?.ids.has(id))
        yield `${from} links to ${href}, which is not there`;
    }
  }
}

let faults = 0;
for (const found of [unlistedPages(), deadAnchors()]) {
  for await (const fault of found) {
    console.error(fault);
    faults += 1;
  }
}
process.exitCode = faults === 0 ? 0 : 1;
