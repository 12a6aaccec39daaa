import { InvalidArgumentError } from "commander";

/**
 * Parses an option's value as a whole number of at least 1.
 *
 * @throws {InvalidArgumentError} if it is anything else
 */
export function parsePositiveInteger(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new InvalidArgumentError("Expected a whole number of at least 1.");
  }
  return number;
}
