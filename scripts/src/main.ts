import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkApi } from "./check-api.ts";
import { checkContents } from "./check-contents.ts";
import { checkManifest } from "./check-manifest.ts";
import { checkReleasePlan } from "./check-release-plan.ts";
import { checkSize } from "./check-size.ts";
import { checkTypes } from "./check-types.ts";
import { checkWithPublint } from "./check-with-publint.ts";
import { layOut } from "./lay-out.ts";
import { readManifest } from "./manifest.ts";
import { pack } from "./pack.ts";
import { getPublicPackages, root } from "./public-packages.ts";

const common = await readManifest(root);
const packages = await getPublicPackages();

const findings: { subject: string; problem: string }[] = [];
const addFindings = (subject: string, problems: readonly string[]) => {
  findings.push(...problems.map((problem) => ({ subject, problem })));
};

addFindings("changesets", await checkReleasePlan(packages));
for (const each of packages) {
  const { name } = each.manifest;
  addFindings(name, checkManifest(each, common));
  addFindings(name, await checkApi(each));
}
const packedPackages = await pack(packages);
const installed = await mkdtemp(join(tmpdir(), "mynth-installed-"));
await layOut(packedPackages, installed);
for (const packed of packedPackages) {
  const { name } = packed.manifest;
  addFindings(name, await checkSize(installed, packed.manifest));
  addFindings(name, checkContents(packed));
  addFindings(name, await checkWithPublint(packed));
  addFindings(name, await checkTypes(packed));
}

await rm(installed, { recursive: true });

for (const { subject, problem } of findings) console.error(`${subject}: ${problem}`);
if (findings.length > 0) process.exitCode = 1;
else console.log(`${packages.length} packages are ready to be published.`);
