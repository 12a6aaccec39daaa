/** Costs are `numeric`, which is exact like Mynth's decimal strings, so the database can add them. */
export const tables = `
CREATE TABLE IF NOT EXISTS tasks (
  task text PRIMARY KEY,
  event text NOT NULL,
  title text NOT NULL,
  model text,
  cost numeric,
  received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX IF NOT EXISTS tasks_newest ON tasks (received_at DESC, task);
CREATE TABLE IF NOT EXISTS pictures (
  task text NOT NULL REFERENCES tasks,
  image text NOT NULL,
  file text NOT NULL,
  PRIMARY KEY (task, image)
);
`;
