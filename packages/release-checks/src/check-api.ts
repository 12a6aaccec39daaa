import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { apiReport, recordedApi } from "./api-report.ts";
import { type PublicPackage, root } from "./public-packages.ts";

/** What the API is otherwise than recorded, as a diff. */
export async function checkApi(publicPackage: PublicPackage): Promise<string[]> {
  const recorded = recordedApi(publicPackage);
  if (!existsSync(recorded)) return ["its API is not recorded. `npm run api` does it."];

  const color = process.stderr.isTTY ? "always" : "never";
  const { status, stdout, stderr } = spawnSync("git", ["diff", "--no-index", `--color=${color}`, "--", recorded, "-"], {
    cwd: root,
    encoding: "utf8",
    input: await apiReport(publicPackage),
  });
  if (status === 0) return [];
  const diff = stdout.slice(stdout.indexOf("@@"));
  return [`its API changed. If that is meant, record it with \`npm run api\` and add a changeset.\n${diff}${stderr}`];
}
