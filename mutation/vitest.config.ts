import { defineConfig } from "vitest/config";
import { sources } from "../vitest.workspace.ts";

const root = `${import.meta.dirname}/..`;

/**
 * One project, whose files share a worker: a mutant costs one import of the frameworks, not one for each file. Every
 * run has its own worker, so no mutant sees the modules of another.
 */
export default defineConfig({
  root,
  resolve: { alias: sources },
  test: {
    include: [`packages/${process.env.MUTATION_TESTS}/test/**/*.test.ts`],
    isolate: false,
    // A test takes less than a second. A mutant that hangs fails here, which is cheaper than Stryker's own timeout.
    testTimeout: 10_000,
    hookTimeout: 10_000,
  },
});
