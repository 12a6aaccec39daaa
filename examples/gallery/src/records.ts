import * as z from "zod";
import type { Query } from "./database.ts";

const picture = z.object({
  image: z.string(),
  /** The file's name in the folder of pictures. */
  file: z.string(),
});

const finishedTask = z.object({
  task: z.string(),
  event: z.string(),
  title: z.string(),
  model: z.nullable(z.string()),
  /** In US dollars, as a decimal string. */
  cost: z.nullable(z.string()),
  pictures: z.array(picture),
});

const recordedTask = finishedTask.extend({ receivedAt: z.iso.datetime() });
const totals = z.tuple([z.object({ tasks: z.number(), pictures: z.number(), cost: z.string() })]);

/** The recorded data of a finished task. */
export type FinishedTask = z.infer<typeof finishedTask>;
export type RecordedTask = z.infer<typeof recordedTask>;
export type Totals = z.infer<typeof totals>[0];

/** Inserts a task and its pictures unless they exist. This holds even after the store forgot the delivery. */
export async function recordTask(
  query: Query,
  { task, event, title, model, cost, pictures }: FinishedTask,
): Promise<void> {
  await query(
    "INSERT INTO tasks (task, event, title, model, cost) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
    [task, event, title, model, cost].map(replaceNul),
  );
  for (const { image, file } of pictures) {
    await query(
      "INSERT INTO pictures (task, image, file) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
      [task, image, file].map(replaceNul),
    );
  }
}

/** JSON can contain NUL, and PostgreSQL cannot store it. */
function replaceNul(text: string | null): string | null {
  return text?.replaceAll("\0", "\u{fffd}") ?? null;
}

/** Returns the most recent tasks, newest first. */
export async function getNewestTasks(query: Query, limit: number): Promise<RecordedTask[]> {
  const { rows } = await query(
    `SELECT task, event, title, model, cost::text,
       to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "receivedAt",
       (SELECT coalesce(json_agg(json_build_object('image', image, 'file', file) ORDER BY image), '[]')
        FROM pictures WHERE pictures.task = tasks.task) AS pictures
     FROM tasks ORDER BY received_at DESC, task LIMIT $1`,
    [limit],
  );
  return z.array(recordedTask).parse(rows);
}

/** Returns the totals of all recorded tasks. */
export async function getTotals(query: Query): Promise<Totals> {
  const { rows } = await query(
    `SELECT count(*)::int AS tasks, (SELECT count(*)::int FROM pictures) AS pictures,
       coalesce(sum(cost), 0)::text AS cost
     FROM tasks`,
  );
  return totals.parse(rows)[0];
}
