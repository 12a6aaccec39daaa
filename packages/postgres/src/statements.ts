/** The statements of `postgresStore`. Claims use `clock_timestamp()`, because `now()` stops during a transaction. */
export interface Statements {
  /** Takes key, owner and lease, and returns a `ClaimResult`. */
  readonly claim: string;
  /** Takes key, owner and retention, and returns a row if it succeeds. */
  readonly complete: string;
  /** The same within a transaction, where it locks the key and refuses a claim that another worker took. */
  readonly completeWithin: string;
  /** Takes key and owner, and returns a row if it succeeds. */
  readonly release: string;
  /** Takes the largest number of rows to delete, and returns the number of deleted rows. */
  readonly purge: string;
}

const until = "clock_timestamp() + $3::float8 * interval '1 millisecond'";

/**
 * Creates the statements for a table, whose name must be quoted.
 *
 * A transaction of a handler locks its key with an advisory lock. Claims only try that lock: they would have to wait for
 * the row, and each would keep a connection until the transaction ends.
 */
export function createStatements(table: string): Statements {
  const lockKey = `hashtextextended('${table}:' || $1::text, 0)`;
  const insert = `INSERT INTO ${table} AS held (key, owner, done, expires_at)`;
  return {
    // Live rows are read first, so that a duplicate writes nothing. The insert decides between concurrent claims.
    // A claim that gets neither a live row nor the insert came between the two, so it is in_progress and retried.
    claim: `WITH live AS (
  SELECT owner, done FROM ${table} WHERE key = $1::text AND expires_at > clock_timestamp()
), lock AS (
  SELECT CASE
    WHEN EXISTS (SELECT FROM live WHERE done OR owner <> $2::text) THEN false
    ELSE pg_try_advisory_xact_lock(${lockKey})
  END AS is_held
), claimed AS (
  ${insert}
  SELECT $1::text, $2::text, false, ${until} FROM lock WHERE is_held
  ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, done = false, expires_at = ${until}
  WHERE held.expires_at <= clock_timestamp() OR (held.owner = excluded.owner AND NOT held.done)
  RETURNING 1
)
SELECT CASE
  WHEN EXISTS (SELECT FROM claimed) THEN 'claimed'
  WHEN EXISTS (SELECT FROM live WHERE done) THEN 'done'
  ELSE 'in_progress'
END AS answer`,

    complete: `${insert}
VALUES ($1::text, $2::text, true, ${until})
ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, done = true, expires_at =
  CASE WHEN held.done AND held.owner = excluded.owner THEN greatest(held.expires_at, ${until}) ELSE ${until} END
WHERE NOT held.done OR held.owner = excluded.owner OR held.expires_at <= clock_timestamp()
RETURNING 1`,

    completeWithin: `WITH lock AS (SELECT pg_advisory_xact_lock(${lockKey}))
${insert}
SELECT $1::text, $2::text, true, ${until} FROM lock
ON CONFLICT (key) DO UPDATE SET owner = excluded.owner, done = true, expires_at =
  CASE WHEN held.done AND held.owner = excluded.owner THEN greatest(held.expires_at, ${until}) ELSE ${until} END
WHERE held.owner = excluded.owner OR held.expires_at <= clock_timestamp()
RETURNING 1`,

    release: `DELETE FROM ${table}
WHERE key = $1::text AND owner = $2::text AND NOT done AND expires_at > clock_timestamp()
RETURNING 1`,

    // now() does not change in a statement, so that the index can be used.
    purge: `WITH expired AS (
  SELECT key FROM ${table} WHERE expires_at <= now() ORDER BY expires_at LIMIT $1::int FOR UPDATE SKIP LOCKED
), gone AS (
  DELETE FROM ${table} AS held USING expired WHERE held.key = expired.key RETURNING 1
)
SELECT count(*)::int AS answer FROM gone`,
  };
}
