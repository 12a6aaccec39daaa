import { defineConfig, type Plugin } from "vitest/config";

const heavy = import.meta.dirname;
const root = `${heavy}/..`;

/** Every import of a version, in the packages too, is replaced by its alias in package.json. */
const honoVersions = [
  { name: "hono on node-server 1", aliases: { "@hono/node-server": "node-server-1" } },
  { name: "hono 4.9", aliases: { hono: "hono-4-9" } },
  { name: "hono 4.9 on node-server 1", aliases: { hono: "hono-4-9", "@hono/node-server": "node-server-1" } },
];

function replaceImports(aliases: Record<string, string>): Plugin {
  return {
    name: "replace-imports",
    enforce: "pre",
    resolveId(source, _importer, options) {
      for (const [name, alias] of Object.entries(aliases)) {
        if (source !== name && !source.startsWith(`${name}/`)) continue;
        return this.resolve(alias + source.slice(name.length), `${heavy}/package.json`, options);
      }
      return null;
    },
  };
}

/** In milliseconds. Nothing here is a measurement: a busy machine is to be waited for. */
const timeouts = { testTimeout: 30_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    maxWorkers: "100%",
    projects: [
      { root: heavy, test: { name: "heavy", include: ["*.test.ts"], ...timeouts } },
      ...["opentelemetry", "sentry"].map((tracer) => ({
        root: heavy,
        test: {
          name: `heavy: ${tracer}`,
          include: [`tracing/{tracing,${tracer}-*}.test.ts`],
          // A tracer patches the modules that are loaded after it.
          execArgv: ["--import", `${heavy}/tracing/start-${tracer}.mjs`],
          ...timeouts,
        },
      })),
      ...honoVersions.map(({ name, aliases }) => ({
        root,
        plugins: [replaceImports(aliases)],
        test: {
          name,
          include: ["test/hono/**/*.test.ts"],
          server: { deps: { inline: [/@hono\//, /node-server-1/] } },
          ...timeouts,
        },
      })),
    ],
  },
});
