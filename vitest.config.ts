import { createRequire } from "node:module";
import { defineConfig } from "vitest/config";

const require = createRequire(import.meta.url);

export default defineConfig({
  resolve: {
    conditions: ["@careconnect/source"],
    // One graphql for everybody: its ESM and CJS builds are two realms, and Apollo requires the CJS one.
    alias: { graphql: require.resolve("graphql") },
  },
  ssr: { resolve: { conditions: ["@careconnect/source"] } },
  test: {
    include: ["{subgraphs,router,dev,bench}/**/*.test.ts"],
    // The tests of the whole system have a configuration of their own, dev/e2e/vitest.config.ts.
    exclude: ["**/node_modules/**", "**/dist/**", "dev/e2e/**"],
    globalSetup: ["./dev/src/test/postgres.setup.ts"],
    // Most of what a test does is to wait for PostgreSQL, which needs no core of its own meanwhile.
    maxWorkers: "100%",
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // A test that waits for something to come waits as long as a busy machine needs.
    expect: { poll: { timeout: 10_000 } },
  },
});
