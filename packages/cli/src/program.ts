import { readFileSync } from "node:fs";
import { Command } from "commander";
import { doctorCommand } from "./commands/doctor.ts";
import { listenCommand } from "./commands/listen.ts";
import { replayCommand } from "./commands/replay.ts";
import { sendCommand } from "./commands/send.ts";
import { verifyCommand } from "./commands/verify.ts";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

/** The command line. Exit codes: 0 all is well, 1 it is not, 2 it was called wrongly. */
export function program(): Command {
  const root = new Command("mynth-webhooks")
    .description("Send, verify, receive and replay Mynth webhooks, and examine a receiver.")
    .version(version)
    .addHelpText(
      "after",
      "\nThe secret comes from MYNTH_WEBHOOK_SECRET, or from --secret-file (- for standard input); never from the command line.",
    )
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? 0 : 2);
    });
  for (const make of [sendCommand, verifyCommand, doctorCommand, listenCommand, replayCommand]) {
    root.addCommand(make().copyInheritedSettings(root));
  }
  return root;
}
