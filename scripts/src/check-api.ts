import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createApiReport, getReportPath } from "./api-report.ts";
import { type PublicPackage, root } from "./public-packages.ts";

/** Compares the API with the recorded one, and returns the diff. */
export async function checkApi(publicPackage: PublicPackage): Promise<string[]> {
  const recorded = getReportPath(publicPackage);
  if (!existsSync(recorded)) return ["its API is not recorded. Run `npm run api`."];

  const color = process.stderr.isTTY ? "always" : "never";
  const { status, stdout, stderr } = spawnSync("git", ["diff", "--no-index", `--color=${color}`, "--", recorded, "-"], {
    cwd: root,
    encoding: "utf8",
    input: await createApiReport(publicPackage),
  });
  if (status === 0) return [];
  const diff = stdout.slice(stdout.indexOf("@@"));
  return [`its API changed. If this is intended, run \`npm run api\` and add a changeset.\n${diff}${stderr}`];
}
