import { relative } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { sources } from "../vitest.workspace.ts";

const root = `${import.meta.dirname}/..`;

/** Cheap tests first: Stryker stops at the first that fails. */
const coreTests = ["packages/core/test/"];
const allTests = [
  ...coreTests,
  "packages/hono/test/",
  "packages/express/test/",
  "packages/fastify/test/",
  // Both start every adapter as a server. They are for what only a socket shows.
  "packages/conformance/test/settling.test.ts",
  "packages/conformance/test/hostile/framing.test.ts",
];

const tests =
  process.env.MUTATION_TESTS === "core"
    ? coreTests
    : allTests.slice(0, process.env.MUTATION_TESTS === "packages" ? 4 : undefined);

class CheapFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) =>
      tests.findIndex((each) => relative(root, moduleId).startsWith(each));
    return files.toSorted((a, b) => rank(a) - rank(b));
  }
}

/**
 * One project, whose files share a worker: a mutant costs one import of the frameworks, not one for each file. Every
 * run has its own worker, so no mutant sees the modules of another.
 */
export default defineConfig({
  root,
  resolve: { alias: sources },
  test: {
    include: tests.map((each) => (each.endsWith("/") ? `${each}**/*.test.ts` : each)),
    isolate: false,
    sequence: { sequencer: CheapFirst },
    // A test takes less than a second. A mutant that hangs fails here, which is cheaper than Stryker's own timeout.
    testTimeout: 10_000,
    hookTimeout: 10_000,
  },
});
