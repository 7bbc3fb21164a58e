import { join } from "node:path";
import { repositoryRoot } from "../repository.root.ts";
import { type SubgraphName, subgraphNames } from "../supervisor/subgraph.names.ts";

export type Restartable = SubgraphName | "router";

/** A folder whose change means that these services run old code. */
export interface WatchedFolder {
  folder: string;
  restarts: readonly Restartable[];
}

export function watchedFolders(): WatchedFolder[] {
  const at = (...parts: string[]) => join(repositoryRoot, ...parts);
  return [
    { folder: at("subgraphs", "kit", "dist"), restarts: subgraphNames },
    ...subgraphNames.map((name) => ({ folder: at("subgraphs", name, "dist"), restarts: [name] })),
    { folder: at("router", "dist"), restarts: ["router"] },
    { folder: at("schema"), restarts: ["router"] },
    { folder: at("web", "dist"), restarts: ["router"] },
  ];
}

/** Source maps and compiler state change without the code changing. */
export function isCode(file: string): boolean {
  return /\.(js|json|graphql|html)$/.test(file) && !/tsbuildinfo/.test(file);
}
