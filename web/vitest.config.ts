import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    globalSetup: ["./scripts/codegen.setup.ts"],
    setupFiles: ["./src/testing/setup.ts"],
    css: false,
    testTimeout: 30_000,
  },
});
