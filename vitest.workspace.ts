import { existsSync, readdirSync } from "node:fs";
import { defineConfig } from "vitest/config";

const root = import.meta.dirname;
const named = (folder: string) =>
  readdirSync(`${root}/${folder}`)
    .filter((name) => existsSync(`${root}/${folder}/${name}/test`))
    .map((name) => ({ name, root: `${root}/${folder}/${name}` }));

/** What tests need to have running. */
const globalSetup = (root: string) => [`${root}/test/global-setup.ts`].filter(existsSync);

/** Tests of a package run on the sources of every package, so that no build can be stale. */
export const sources = [
  {
    find: /^@mynth-webhooks\/(core|express|fastify|hono|web|redis|postgres|testing|cli)$/,
    replacement: `${root}/packages/$1/src/index.ts`,
  },
  {
    find: /^@mynth-webhooks\/(core|express|fastify|hono|web|redis|postgres|testing|cli)\/(.+)$/,
    replacement: `${root}/packages/$1/src/$2.ts`,
  },
];

/** In milliseconds. Nothing here is a measurement: a busy machine is to be waited for. */
const timeouts = { testTimeout: 30_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    // Tests wait for servers more than they compute: the default, a worker less than there are cores, leaves one idle.
    maxWorkers: "100%",
    // `npm run coverage`
    coverage: {
      include: ["packages/*/src/**/*.ts"],
      reporter: ["text-summary", "html"],
      reportsDirectory: `${root}/reports/coverage`,
    },
    projects: [
      ...[...named("packages"), ...named("tests")].map(({ name, root }) => ({
        root,
        resolve: { alias: sources },
        test: {
          name: name === "under-fire" ? `on-demand:${name}` : name,
          include: ["test/**/*.test.ts"],
          globalSetup: globalSetup(root),
          ...timeouts,
          // `npm run test:under-fire`: every test restarts servers and processes for a while.
          ...(name === "under-fire" && { testTimeout: 120_000 }),
        },
      })),
      // `npm run test:runtimes`: it installs the runtimes.
      {
        root: `${root}/tests/conformance`,
        test: {
          name: "on-demand:runtimes",
          globalSetup: `${root}/tests/conformance/test/install-runtimes.ts`,
          include: ["test/hostile/{framing,load,payload,signature}.test.ts"],
          env: { MYNTH_TEST_RUNTIMES: "1" },
          ...timeouts,
        },
      },
      // Examples run as their users run them: on what the packages ship.
      ...named("examples").map(({ name, root }) => ({
        root,
        test: { name: `example:${name}`, include: ["test/**/*.test.ts"], globalSetup: globalSetup(root), ...timeouts },
      })),
    ],
  },
});
