import { defineConfig } from "@playwright/test";

// The browser of the machine, not one that is downloaded. As root it only starts without its sandbox.
const asRoot = process.getuid?.() === 0;
const quiet = [
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // A camera that shows a moving picture and a microphone that beeps, and nobody who would have to allow them.
  "--use-fake-device-for-media-stream=fps=5",
  "--use-fake-ui-for-media-stream",
  ...(asRoot ? ["--no-sandbox"] : []),
];

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  // One account of the demo serves several tests: they take turns.
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  expect: {
    timeout: 10_000,
    // Two pixels of a thousand may differ: edges of letters, which are not drawn alike everywhere.
    toHaveScreenshot: {
      maxDiffPixelRatio: 0.002,
      animations: "disabled",
      caret: "hide",
      scale: "css",
    },
  },
  snapshotPathTemplate: "{testDir}/looks/{arg}{ext}",
  forbidOnly: true,
  reporter: [["list"]],
  use: {
    baseURL: process.env.CARECONNECT_URL ?? "http://localhost:4000",
    locale: "en-US",
    screenshot: "only-on-failure",
    // Every step with its page and its requests; a film of it costs more than the test.
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: true, sources: true },
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? "/usr/bin/chromium",
      args: quiet,
    },
  },
});
