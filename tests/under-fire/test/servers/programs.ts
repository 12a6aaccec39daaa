import { existsSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Debian puts PostgreSQL outside PATH, and pgbouncer where only root's PATH leads. */
const debianFolders = ["/usr/sbin", ...findPostgresFolders()];

function findPostgresFolders(): readonly string[] {
  const versions = "/usr/lib/postgresql";
  if (!existsSync(versions)) return [];
  const newestFirst = readdirSync(versions).sort((a, b) => Number(b) - Number(a));
  return newestFirst.map((version) => join(versions, version, "bin"));
}

/** Returns the path of a program, or undefined if it is not installed. */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...debianFolders];
  return folders.map((folder) => join(folder, name)).find(existsSync);
}

/**
 * Returns the path of a program.
 *
 * @throws {Error} if it is not installed
 */
export function getProgram(name: string): string {
  const program = findProgram(name);
  if (program === undefined) throw new Error(`${name} is not installed.`);
  return program;
}

/** Whether a test has to skip itself. With `MYNTH_TEST_SERVERS=required` it runs, and fails. */
export function isMissing(...names: readonly string[]): boolean {
  return process.env.MYNTH_TEST_SERVERS !== "required" && names.some((name) => findProgram(name) === undefined);
}
