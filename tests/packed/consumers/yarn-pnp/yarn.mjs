// Runs Yarn from npm, with the registry that npm uses.
import { execFileSync, spawnSync } from "node:child_process";

const registry = execFileSync("npm", ["config", "get", "registry"], { encoding: "utf8" }).trim();
const env = {
  ...process.env,
  YARN_NPM_REGISTRY_SERVER: registry,
  YARN_ENABLE_TELEMETRY: "0",
  YARN_ENABLE_IMMUTABLE_INSTALLS: "0",
  YARN_NODE_LINKER: "pnp",
  ...(registry.startsWith("http:") && { YARN_UNSAFE_HTTP_WHITELIST: new URL(registry).hostname }),
};
const { status } = spawnSync("npx", ["--yes", "@yarnpkg/cli-dist@^4", ...process.argv.slice(2)], {
  stdio: "inherit",
  env,
});
process.exitCode = status ?? 1;
