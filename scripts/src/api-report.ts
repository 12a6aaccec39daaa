import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findAugmentations } from "./find-augmentations.ts";
import { getEntries } from "./manifest.ts";
import type { PublicPackage } from "./public-packages.ts";
import { reportCommandApi } from "./report-command-api.ts";
import { reportEntryApi } from "./report-entry-api.ts";

export function getReportPath({ folder }: PublicPackage): string {
  return `${folder}/api.md`;
}

/** Creates the page with the public API of a package. */
export async function createApiReport({ folder, manifest }: PublicPackage): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), "mynth-api-"));
  await mkdir(join(scratch, "made"));
  try {
    const sections: string[] = [];
    for (const { entry, types } of getEntries(manifest)) {
      const code = await reportEntryApi(folder, types, scratch);
      sections.push(`## ${manifest.name}${entry.slice(1)}\n\n\`\`\`ts\n${code}\n\`\`\`\n`);
    }
    const added = await findAugmentations(folder);
    if (added.length > 0) {
      sections.push(`## Added to the types of others\n\n\`\`\`ts\n${added.join("\n\n")}\n\`\`\`\n`);
    }
    for (const [name, program] of Object.entries(manifest.bin ?? {})) {
      sections.push(`## ${name}\n\n\`\`\`text\n${await reportCommandApi(join(folder, program))}\n\`\`\`\n`);
    }
    return `# API of ${manifest.name}\n\nWritten by \`npm run api\`; not to be edited.\n\n${sections.join("\n")}`;
  } finally {
    await rm(scratch, { recursive: true });
  }
}
