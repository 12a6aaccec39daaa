import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listPages, readBlocks } from "./code-blocks/code-block.ts";
import { createModules } from "./code-blocks/modules.ts";
import { startBlock } from "./code-blocks/run-block.ts";

const packageFolder = join(import.meta.dirname, "..");
const compiler = join(createRequire(import.meta.url).resolve("typescript/package.json"), "../bin/tsc");
const blocks = new Map(listPages().map((page) => [page, readBlocks(page)]));

/** A page with global declarations compiles alone, because they would reach every other page. */
const alone = [...blocks.keys()].filter((page) =>
  blocks.get(page)?.some(({ code }) => code.includes("declare global")),
);
const programs = [[...blocks.keys()].filter((page) => !alone.includes(page)), ...alone.map((page) => [page])];

let folder: string;
let errors: string[];

beforeAll(async () => {
  await mkdir(join(packageFolder, "dist"), { recursive: true });
  folder = await mkdtemp(join(packageFolder, "dist/code-blocks-"));
  await copyFile(join(import.meta.dirname, "code-blocks/reader.d.ts"), join(folder, "reader.d.ts"));
  errors = await Promise.all(programs.map(compile));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Writes the blocks of some pages, compiles them, and returns the errors by page. */
async function compile(program: readonly string[], index: number): Promise<string> {
  const modules = program.flatMap((page) => createModules(blocks.get(page) ?? []));
  await Promise.all(modules.map(({ name, text }) => writeFile(join(folder, `${name}.ts`), text)));
  const project = join(folder, `tsconfig.${index}.json`);
  const settings = {
    extends: "../../../../tsconfig.base.json",
    compilerOptions: {
      composite: false,
      declarationMap: false,
      noEmit: true,
      rewriteRelativeImportExtensions: false,
      allowImportingTsExtensions: true,
      noUnusedLocals: false,
      noUnusedParameters: false,
      rootDir: "..",
      types: ["node"],
    },
    files: ["reader.d.ts", ...modules.map(({ name }) => `${name}.ts`)],
    include: [],
  };
  await writeFile(project, JSON.stringify(settings));
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [compiler, "-p", project, "--pretty", "false"], { cwd: folder }, (error, stdout) => {
      if (error && stdout === "") reject(error);
      else resolve(locateInPages(stdout));
    });
  });
}

/** Turns `packages~express~README.md~27.ts(30,5): ...` into `packages/express/README.md:30: ...`. */
function locateInPages(found: string): string {
  return found.replace(/^(\S+\.md)~\d+\.ts\((\d+),\d+\)/gm, (_, page, line) => `${page.replaceAll("~", "/")}:${line}`);
}

test("every TypeScript block of every page compiles", () => {
  expect(blocks.size).toBeGreaterThan(15);
  expect(errors.join("")).toBe("");
});

describe.each([...blocks.values()].flat().filter(({ runnable }) => runnable))("the program at $page:$line", (block) => {
  test("accepts a signed delivery and rejects a tampered one", async () => {
    const running = await startBlock(folder, block);
    try {
      expect(await running.getValidStatus()).toBeOneOf([200, 204]);
      expect(await running.getTamperedStatus()).toBe(401);
    } finally {
      await running.stop();
    }
  });
});

test.each(["express", "fastify", "hono", "web"])("the quick start of %s runs", (name) => {
  expect(blocks.get(`packages/${name}/README.md`)?.some(({ runnable }) => runnable)).toBe(true);
});
