import { InvalidArgumentError } from "commander";

/**
 * Reads an option's value; 0 stands for any free port.
 *
 * @throws {InvalidArgumentError} if it is no port
 */
export function portNumber(text: string): number {
  const port = Number(text);
  if (text !== "" && Number.isInteger(port) && port >= 0 && port < 65_536) return port;
  throw new InvalidArgumentError("It has to be a number from 0 to 65535.");
}
