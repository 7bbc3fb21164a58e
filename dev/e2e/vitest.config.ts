import { createRequire } from "node:module";
import { defineConfig } from "vitest/config";

const require = createRequire(import.meta.url);

export default defineConfig({
  root: import.meta.dirname,
  resolve: {
    conditions: ["@careconnect/source"],
    alias: { graphql: require.resolve("graphql") },
  },
  ssr: { resolve: { conditions: ["@careconnect/source"] } },
  test: {
    include: ["**/*.test.ts"],
    globalSetup: ["../src/test/system.setup.ts"],
    // They share one system, and some of them change it.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 200_000,
  },
});
