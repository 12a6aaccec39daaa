import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Returns the help texts of a command and its subcommands, which are its public API. */
export async function reportCommandApi(program: string): Promise<string> {
  const getHelp = async (...command: string[]) => {
    const env = { ...process.env, NO_COLOR: "1" };
    const { stdout } = await run(process.execPath, [program, ...command, "--help"], { env });
    return stdout.trim();
  };
  const whole = await getHelp();
  const [, list = ""] = whole.split("\nCommands:\n");
  const commands = [...list.matchAll(/^ {2}([a-z][a-z-]*)/gm)].flatMap(([, name]) => name ?? []);
  const each = await Promise.all(commands.filter((name) => name !== "help").map((name) => getHelp(name)));
  return [whole, ...each].join("\n\n");
}
