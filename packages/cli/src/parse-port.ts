import { InvalidArgumentError } from "commander";

/**
 * Parses an option's value as a port. 0 means any free port.
 *
 * @throws {InvalidArgumentError} if it is not a port
 */
export function parsePort(text: string): number {
  const port = Number(text);
  if (text !== "" && Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new InvalidArgumentError("Expected a number from 0 to 65535.");
}
