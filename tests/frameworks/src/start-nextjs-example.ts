// `npm run example:nextjs`
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { installFixture } from "./install-fixture.ts";
import { packOurs } from "./pack-ours.ts";
import { runCommand } from "./run-command.ts";

const folder = fileURLToPath(new URL("../../../examples/nextjs", import.meta.url));
const env = { ...process.env, NEXT_TELEMETRY_DISABLED: "1" };

await installFixture({ folder }, await packOurs());
await runCommand(["npm", "run", "build"], folder, env);
spawn("npm", ["start"], { cwd: folder, env, stdio: "inherit" }).on("exit", (code) => {
  process.exitCode = code ?? 1;
});
