import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What a command says of itself and of each of its subcommands: that is all its users can rely on. */
export async function apiOfCommand(program: string): Promise<string> {
  const help = async (...command: string[]) => {
    const env = { ...process.env, NO_COLOR: "1" };
    const { stdout } = await run(process.execPath, [program, ...command, "--help"], { env });
    return stdout.trim();
  };
  const whole = await help();
  const [, list = ""] = whole.split("\nCommands:\n");
  const commands = [...list.matchAll(/^ {2}([a-z][a-z-]*)/gm)].flatMap(([, name]) => name ?? []);
  const each = await Promise.all(commands.filter((name) => name !== "help").map((name) => help(name)));
  return [whole, ...each].join("\n\n");
}
