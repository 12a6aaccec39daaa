import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const folder = fileURLToPath(new URL("../consumers", import.meta.url));

/** The file `consumer.json` of a consumer. */
const consumerSchema = z.strictObject({
  /** The tool and its settings. */
  title: z.string(),
  /** The commands, each with what it tries. All of them must succeed. */
  commands: z.array(z.strictObject({ tries: z.string(), run: z.array(z.string()).min(1) })).min(1),
  /** Whether it installs the tarballs itself, without a lock file. */
  installs: z.boolean().default(false),
});

/** An application that uses the packages as npm gets them. */
export type Consumer = z.infer<typeof consumerSchema> & { readonly name: string; readonly folder: string };

/** Reads all consumers, or those with these names. */
export async function readConsumers(names: readonly string[]): Promise<Consumer[]> {
  const all = (await readdir(folder)).sort();
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new Error(`There is no consumer "${unknown}". The consumers are ${all.join(", ")}.`);
  const wanted = all.filter((name) => names.length === 0 || names.includes(name));
  return Promise.all(
    wanted.map(async (name) => {
      const text = await readFile(join(folder, name, "consumer.json"), "utf8");
      return { ...consumerSchema.parse(JSON.parse(text)), name, folder: join(folder, name) };
    }),
  );
}
