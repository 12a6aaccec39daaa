/** What `postgresStore` sends. `clock_timestamp()` and not `now()`, which stands still in a transaction and a wait. */
export interface Statements {
  /** Key, owner, lease; answers with a `ClaimResult`. */
  readonly claim: string;
  /** Key, owner, retention; a row if it was done. */
  readonly complete: string;
  /** Key, owner; a row if it was given back. */
  readonly release: string;
  /** Answers with how many there were. */
  readonly purge: string;
}

const until = "clock_timestamp() + $3::float8 * interval '1 millisecond'";

/** @param table quoted */
export function statements(table: string): Statements {
  return {
    // The look at live rows comes first so that a duplicate neither writes nor waits for a transaction that is completing.
    // The insert decides: of several at once, and of those that waited for such a transaction, one gets the row. Whoever
    // gets neither has come between the two and is told to come again.
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
