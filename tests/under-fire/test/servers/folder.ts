import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { unprivilegedUser } from "./child-process.ts";

/** Creates a folder that is removed after the test. */
export function createFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `mynth-${name}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Creates a folder for a server that refuses to run as root. */
export function createServerFolder(name: string): string {
  const folder = createFolder(name);
  chmodSync(folder, 0o700);
  if (unprivilegedUser !== undefined) execFileSync("chown", [unprivilegedUser, folder]);
  return folder;
}
