// Runs the consumers, or those that are named: `npm run test:consumers -- jest typescript`.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { installFixture } from "@mynth-webhooks/frameworks/install-fixture";
import { runCommand } from "@mynth-webhooks/frameworks/run-command";
import { pack } from "@mynth-webhooks/scripts/pack";
import { getPublicPackages } from "@mynth-webhooks/scripts/public-packages";
import Table from "cli-table3";
import colors from "picocolors";
import { type Consumer, readConsumers } from "./consumer.ts";

const packed = (await pack(await getPublicPackages())).filter(({ manifest }) => manifest.bin === undefined);

/** Writes the tarballs for a tool that installs them itself. */
async function writeTarballs({ folder }: Consumer): Promise<void> {
  const to = join(folder, "tarballs");
  await rm(to, { recursive: true, force: true });
  await mkdir(to);
  for (const { manifest, tarball } of packed) await writeFile(join(to, `${manifest.name.split("/")[1]}.tgz`), tarball);
}

const table = new Table({ head: ["consumer", "tries", ""], style: { head: [], border: [], compact: true } });
let failed = 0;
for (const consumer of await readConsumers(process.argv.slice(2))) {
  if (consumer.installs) await writeTarballs(consumer);
  else await installFixture(consumer, packed);
  for (const { tries, run } of consumer.commands) {
    const start = performance.now();
    try {
      const path = [join(consumer.folder, "node_modules", ".bin"), process.env.PATH].join(delimiter);
      await runCommand(run, consumer.folder, {
        ...process.env,
        PATH: path,
        NODE_ENV: undefined,
        NODE_OPTIONS: undefined,
      });
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      table.push([consumer.title, tries, colors.green(`passed in ${seconds} s`)]);
    } catch (error) {
      failed += 1;
      table.push([consumer.title, tries, colors.red("failed")]);
      console.error(colors.red(`${consumer.title}, ${tries}: ${error instanceof Error ? error.message : error}`));
    }
  }
}
console.log(table.toString());
console.log(failed === 0 ? "all passed" : `${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
