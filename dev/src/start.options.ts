import { join } from "node:path";
import { loadDemoData } from "./demo/demo.loader.ts";
import { repositoryRoot } from "./repository.root.ts";
import type { ServiceName } from "./supervisor/subgraph.names.ts";
import { readSupervisorConfig } from "./supervisor/supervisor.config.ts";
import type { ConsoleOptions } from "./supervisor/system.console.ts";

function folderOf(service: ServiceName): string {
  if (service === "router") return join("router", "dist", "src");
  if (service === "stripe-simulator") return join("subgraphs", "billing", "dist", "src", "simulator");
  return join("subgraphs", service, "dist", "src");
}

/** CareConnect as it lies in this repository, with the user's environment. */
export const systemOptions: ConsoleOptions = {
  readConfig: () => readSupervisorConfig(process.env),
  env: process.env,
  entryOf: (service) => join(repositoryRoot, folderOf(service), "index.js"),
  demoLoader: loadDemoData,
};
