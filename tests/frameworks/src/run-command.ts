import { execFile } from "node:child_process";

const timeoutMs = 300_000;

/**
 * Runs a command to its end.
 *
 * @throws {Error} with the end of its output, if it fails
 */
export function runCommand(
  [program = "", ...args]: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { cwd, env, timeout: timeoutMs, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (!error) return resolve();
      const output = `${stdout}\n${stderr}`.trim().split("\n").slice(-20).join("\n");
      reject(new Error(`"${program} ${args.join(" ")}" failed: ${output}`));
    });
  });
}
