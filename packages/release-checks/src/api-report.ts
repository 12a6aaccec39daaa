import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apiOfCommand } from "./api-of-command.ts";
import { apiOfEntry } from "./api-of-entry.ts";
import { augmentations } from "./augmentations.ts";
import { typedEntries } from "./manifest.ts";
import type { PublicPackage } from "./public-packages.ts";

export function recordedApi({ folder }: PublicPackage): string {
  return `${folder}/api.md`;
}

/** All that a user of the package can call, in one page. */
export async function apiReport({ folder, manifest }: PublicPackage): Promise<string> {
  const scratch = await mkdtemp(join(tmpdir(), "mynth-api-"));
  await mkdir(join(scratch, "made"));
  try {
    const sections: string[] = [];
    for (const { entry, types } of typedEntries(manifest)) {
      const code = await apiOfEntry(folder, types, scratch);
      sections.push(`## ${manifest.name}${entry.slice(1)}\n\n\`\`\`ts\n${code}\n\`\`\`\n`);
    }
    const added = await augmentations(folder);
    if (added.length > 0) {
      sections.push(`## Added to the types of others\n\n\`\`\`ts\n${added.join("\n\n")}\n\`\`\`\n`);
    }
    for (const [name, program] of Object.entries(manifest.bin ?? {})) {
      sections.push(`## ${name}\n\n\`\`\`text\n${await apiOfCommand(join(folder, program))}\n\`\`\`\n`);
    }
    return `# API of ${manifest.name}\n\nWritten by \`npm run api\`; not to be edited.\n\n${sections.join("\n")}`;
  } finally {
    await rm(scratch, { recursive: true });
  }
}
