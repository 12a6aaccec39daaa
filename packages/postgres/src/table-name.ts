export const defaultTable = "mynth_webhook_claims";

const identifier = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;

/**
 * Quotes a table's name for a statement, so that case and reserved words are allowed.
 *
 * @throws {TypeError} if it has other characters than letters, digits, `_` and one dot, because it becomes part of SQL
 */
export function quoteTable(table: string): string {
  const parts = typeof table === "string" ? table.split(".") : [];
  if (parts.length < 1 || parts.length > 2 || !parts.every((part) => identifier.test(part))) {
    throw new TypeError(
      `postgresStore: table is ${JSON.stringify(table)}. Pass a name like "claims" or "app.claims", made of letters, digits and "_".`,
    );
  }
  return parts.map((part) => `"${part}"`).join(".");
}
