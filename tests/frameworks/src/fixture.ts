import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const folder = fileURLToPath(new URL("../fixtures", import.meta.url));

/** The file `fixture.json` of a fixture. */
const fixtureSchema = z.strictObject({
  /** The framework or platform, as in the table of the documentation. */
  title: z.string(),
  /** The guide's page or section that shows this program. */
  guide: z.string(),
  /** The package whose version is shown; absent if the runtime itself is the framework. */
  package: z.string().optional(),
  runtime: z.enum(["node20", "node22", "node24", "bun", "deno", "workerd"]),
  /** Shown in place of the runtime's name, such as an edge runtime that a framework brings. */
  runtimeTitle: z.string().optional(),
  /** The path of the route. */
  path: z.string().default("/webhooks/mynth"),
  /** Commands that are run once, before the start. */
  build: z.array(z.array(z.string()).min(1)).default([]),
  /** The command that starts the program, which listens on `$PORT` of 127.0.0.1. */
  start: z.array(z.string()).min(1),
  /** Variables of the environment. */
  env: z.record(z.string(), z.string()).default({}),
  /** Checks with another status than usual, and why. The names are those of the conformance checks. */
  different: z.record(z.string(), z.strictObject({ status: z.number(), because: z.string() })).default({}),
});

/** One program with a framework, in a folder with a lock file of its own. */
export type Fixture = z.infer<typeof fixtureSchema> & { readonly name: string; readonly folder: string };

/** Reads all fixtures, or those with these names. */
export async function readFixtures(names: readonly string[]): Promise<Fixture[]> {
  const all = (await readdir(folder)).sort();
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new Error(`There is no fixture "${unknown}". The fixtures are ${all.join(", ")}.`);
  return Promise.all(all.filter((name) => names.length === 0 || names.includes(name)).map(readFixture));
}

async function readFixture(name: string): Promise<Fixture> {
  const text = await readFile(join(folder, name, "fixture.json"), "utf8");
  return { ...fixtureSchema.parse(JSON.parse(text)), name, folder: join(folder, name) };
}
