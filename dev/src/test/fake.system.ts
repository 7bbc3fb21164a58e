import { join } from "node:path";
import { readSupervisorConfig } from "../supervisor/supervisor.config.ts";
import { runOnConsole } from "../supervisor/system.console.ts";

/** The real supervisor over services that a test has written: the folder holds <service>.js files. */
const folder = process.env.FAKE_SERVICES ?? "";

process.exitCode = await runOnConsole({
  readConfig: () => readSupervisorConfig(process.env),
  env: process.env,
  entryOf: (service) => join(folder, `${service}.js`),
  demoLoader: process.env.FAKE_DEMO
    ? async ({ onProgress }) => {
        onProgress("fake rows");
      }
    : undefined,
});
