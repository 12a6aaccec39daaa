import { readFileSync } from "node:fs";
import { secretVariable } from "@mynth-webhooks/core/secrets";
import { Command } from "commander";
import { createDoctorCommand } from "./commands/doctor.ts";
import { createListenCommand } from "./commands/listen.ts";
import { createReplayCommand } from "./commands/replay.ts";
import { createSendCommand } from "./commands/send.ts";
import { createVerifyCommand } from "./commands/verify.ts";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

/** Creates the command line. It exits with 0 for success, 1 for a failed check and 2 for wrong usage. */
export function createProgram(): Command {
  const program = new Command("mynth-webhooks")
    .description("Send, verify, receive and replay Mynth webhooks, and check a receiver.")
    .version(version)
    .addHelpText(
      "after",
      `\nThe secret is read from ${secretVariable} or --secret-file (- for standard input), never from the command line.`,
    )
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? 0 : 2);
    });
  const factories = [
    createSendCommand,
    createVerifyCommand,
    createDoctorCommand,
    createListenCommand,
    createReplayCommand,
  ];
  for (const createCommand of factories) {
    program.addCommand(createCommand().copyInheritedSettings(program));
  }
  return program;
}
