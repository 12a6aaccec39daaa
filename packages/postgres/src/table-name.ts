export const defaultTable = "mynth_webhook_claims";

const identifier = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;

/**
 * A table's name as it stands in a statement: quoted, so that case and reserved words are the user's own business.
 *
 * @throws {TypeError} on anything but letters, digits and `_`, with or without a schema: it becomes part of a statement
 */
export function quoteTable(table: string): string {
  const parts = typeof table === "string" ? table.split(".") : [];
  if (parts.length < 1 || parts.length > 2 || !parts.every((part) => identifier.test(part))) {
    throw new TypeError('postgresStore: table must be a name like "claims" or "app.claims": letters, digits and "_".');
  }
  return parts.map((part) => `"${part}"`).join(".");
}
