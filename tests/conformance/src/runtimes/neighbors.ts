import { readdir, readFile } from "node:fs/promises";
import * as z from "zod/mini";
import { readVersion } from "./framework-versions.ts";

const folder = new URL("../../../../tests/neighbours/", import.meta.url);

const lock = z.object({
  packages: z.record(z.string(), z.object({ name: z.optional(z.string()), version: z.optional(z.string()) })),
});
const heavyManifest = z.object({ devDependencies: z.record(z.string(), z.string()) });

const lightNeighbors = [
  { framework: "Express", tests: "test/express/" },
  { framework: "Fastify", tests: "test/fastify/" },
  { framework: "Hono", tests: "test/hono/" },
];

/** Imports of the tests that are no neighbors. */
const others = /^(?:node:.*|@mynth-webhooks\/.*|vitest|zod|express|fastify|hono(?:\/http-exception|\/request)?)$/;

/** Returns the packages with which the adapters are tested: in every test run by framework, and on demand. */
export async function getNeighbors(): Promise<readonly { readonly tested: string; readonly packages: string }[]> {
  const light = lightNeighbors.map(async ({ framework, tests }) => ({
    tested: `${framework}, in \`npm test\``,
    packages: (await Promise.all((await findImports(new URL(tests, folder))).map(withVersion))).join(", "),
  }));
  const heavy = { tested: "all, in `npm run test:neighbours`", packages: (await getHeavyNeighbors()).join(", ") };
  return [...(await Promise.all(light)), heavy];
}

/** Returns what the tests in a folder import: the list cannot name a neighbor that no test uses. */
async function findImports(tests: URL): Promise<readonly string[]> {
  const files = (await readdir(tests)).filter((name) => name.endsWith(".ts"));
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, tests), "utf8")));
  const imports = texts.flatMap((text) => [...text.matchAll(/from "([^".][^"]*)"/g)].map(([, name = ""]) => name));
  return [...new Set(imports)].filter((name) => !others.test(name)).toSorted();
}

async function withVersion(name: string): Promise<string> {
  // Hono's own middleware has the version of Hono.
  if (name.startsWith("hono/")) return name;
  return readVersion(new URL(`node_modules/${name}/package.json`, folder));
}

async function getHeavyNeighbors(): Promise<readonly string[]> {
  const { devDependencies } = heavyManifest.parse(await readJson("heavy/package.json"));
  const { packages } = lock.parse(await readJson("heavy/package-lock.json"));
  return Object.keys(devDependencies).map((alias) => {
    const installed = packages[`node_modules/${alias}`];
    return `${installed?.name ?? alias} ${installed?.version}`;
  });
}

async function readJson(path: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(path, folder), "utf8"));
}
