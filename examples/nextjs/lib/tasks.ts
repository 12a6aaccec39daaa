import { mkdir, readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What the page shows of a task. */
export interface Task {
  readonly id: string;
  readonly urls: readonly string[];
  readonly error?: string;
}

const folder = process.env.DATA_FOLDER ?? "data";

/** Writes a file for a task. A second delivery of its event writes the same file again. */
export async function addTask(task: Task): Promise<void> {
  await mkdir(folder, { recursive: true });
  // An id becomes a file name only in this form: custom webhooks are not signed.
  const file = join(folder, `${Buffer.from(task.id).toString("base64url").slice(0, 200)}.json`);
  await writeFile(`${file}.part`, JSON.stringify(task));
  await rename(`${file}.part`, file);
}

/** Reads the last tasks, the latest first. */
export async function readTasks(count: number): Promise<readonly Task[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json"));
  const files = await Promise.all(
    names.map(async (name) => ({ name, time: (await stat(join(folder, name))).mtimeMs })),
  );
  const latest = files.toSorted((a, b) => b.time - a.time).slice(0, count);
  return Promise.all(latest.map(async ({ name }) => JSON.parse(await readFile(join(folder, name), "utf8")) as Task));
}
