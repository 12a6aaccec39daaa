import { InvalidArgumentError } from "commander";

/**
 * Reads an option's value.
 *
 * @throws {InvalidArgumentError} if it is no whole number from 1
 */
export function positiveNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new InvalidArgumentError("It has to be a whole number from 1.");
  }
  return number;
}
