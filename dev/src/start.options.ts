import { join } from "node:path";
import { loadDemoData } from "./demo/demo.loader.ts";
import { repositoryRoot } from "./repository.root.ts";
import { readSupervisorConfig } from "./supervisor/supervisor.config.ts";
import type { ConsoleOptions } from "./supervisor/system.console.ts";

/** CareConnect as it lies in this repository, with the user's environment. */
export const systemOptions: ConsoleOptions = {
  readConfig: () => readSupervisorConfig(process.env),
  env: process.env,
  entryOf: (service) =>
    join(repositoryRoot, service === "router" ? "router" : join("subgraphs", service), "dist", "src", "index.js"),
  demoLoader: loadDemoData,
};
