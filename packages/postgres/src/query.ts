/**
 * Runs one statement through a client of yours, and returns its rows: as a list, or as `rows` of an object. The values
 * belong to `$1`, `$2` and so on.
 */
export type Query = (
  text: string,
  values: (string | number)[],
) => PromiseLike<readonly unknown[] | { readonly rows: readonly unknown[] }>;

/**
 * @throws {TypeError} on what is no result, as from a function that forgets to return it: that is no "no rows"
 */
export function getRows(result: unknown): readonly unknown[] {
  if (Array.isArray(result)) return result;
  if (hasRows(result)) return result.rows;
  throw new TypeError("The function given to postgresStore has to return the result; what it returned has no rows.");
}

/** What stands in one column of the only row. */
export function getAnswer(result: unknown): unknown {
  const [row] = getRows(result);
  if (typeof row === "object" && row !== null && "answer" in row) return row.answer;
  throw new TypeError(
    'The function given to postgresStore has to return rows as objects; there is no "answer" in one.',
  );
}

function hasRows(result: unknown): result is { rows: readonly unknown[] } {
  return typeof result === "object" && result !== null && "rows" in result && Array.isArray(result.rows);
}
