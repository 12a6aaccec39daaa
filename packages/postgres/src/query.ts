/**
 * Returns the rows of a result.
 *
 * @throws {TypeError} if it is not a result, for example because the function does not return it
 */
export function getRows(result: unknown): readonly unknown[] {
  if (Array.isArray(result)) return result;
  if (hasRows(result)) return result.rows;
  throw new TypeError(
    "postgresStore: your function returned no rows. Return the query's result: an array, or an object with rows.",
  );
}

/** Returns the column `answer` of the only row. */
export function getAnswer(result: unknown): unknown {
  const [row] = getRows(result);
  if (typeof row === "object" && row !== null && "answer" in row) return row.answer;
  throw new TypeError(
    'postgresStore: your function returned a row without the column "answer". Return each row as an object.',
  );
}

function hasRows(result: unknown): result is { rows: readonly unknown[] } {
  return typeof result === "object" && result !== null && "rows" in result && Array.isArray(result.rows);
}
