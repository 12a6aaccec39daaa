/** The statements of `postgresStore`. They use `clock_timestamp()`, because `now()` stops during a transaction. */
export interface Statements {
  /** Takes key, owner and lease, and returns a `ClaimResult`. */
  readonly claim: string;
  /** Takes key, owner and retention, and returns a row if it succeeds. */
  readonly complete: string;
  /** Takes key and owner, and returns a row if it succeeds. */
  readonly release: string;
  /** Returns the number of deleted rows. */
  readonly purge: string;
}

const until = "clock_timestamp() + $3::float8 * interval '1 millisecond'";

/** Creates the statements for a table, whose name must be quoted. */
export function createStatements(table: string): Statements {
  return {
    // Live rows are read first, so that a duplicate neither writes nor waits for a transaction that is completing.
    // The insert decides between concurrent claims, and between those that waited for such a transaction.
    // A claim that gets neither a live row nor the insert came between the two, so it is in_progress and retried.
    claim: `WITH live AS (
  SELECT done FROM ${table} WHERE key = $1::text AND expires_at > clock_timestamp()
), claimed AS (
  INSERT INTO ${table} AS held (key, owner, done, expires_at)
  SELECT $1::text, $2::text, false, ${until} WHERE NOT EXISTS (SELECT FROM live)
  ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, done = false, expires_at = ${until}
  WHERE held.expires_at <= clock_timestamp()
  RETURNING 1
)
SELECT CASE
  WHEN EXISTS (SELECT FROM claimed) THEN 'claimed'
  WHEN (SELECT done FROM live) THEN 'done'
  ELSE 'in_progress'
END AS answer`,

    complete: `INSERT INTO ${table} AS held (key, owner, done, expires_at)
VALUES ($1::text, $2::text, true, ${until})
ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, done = true, expires_at =
  CASE WHEN held.done AND held.owner = excluded.owner THEN greatest(held.expires_at, ${until}) ELSE ${until} END
WHERE held.owner = excluded.owner OR held.expires_at <= clock_timestamp()
RETURNING 1`,

    release: `DELETE FROM ${table}
WHERE key = $1::text AND owner = $2::text AND NOT done AND expires_at > clock_timestamp()
RETURNING 1`,

    purge: `WITH gone AS (DELETE FROM ${table} WHERE expires_at <= clock_timestamp() RETURNING 1)
SELECT count(*)::int AS answer FROM gone`,
  };
}
