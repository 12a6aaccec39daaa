import { parseArgs } from "node:util";
import { startVitest } from "vitest/node";

const { values } = parseArgs({
  options: {
    /** How long to try requests. */
    seconds: { type: "string", default: "60" },
    /** The seed that an earlier run printed. */
    seed: { type: "string", default: `${Date.now() % 2 ** 31}` },
  },
});

process.env.FUZZ_SECONDS = values.seconds;
process.env.FUZZ_SEED = values.seed;
const vitest = await startVitest("test", ["test/fuzz/"], {
  config: "vitest.workspace.ts",
  project: "conformance",
  watch: false,
  disableConsoleIntercept: true,
});
await vitest.close();
