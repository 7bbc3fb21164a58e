/** The subgraphs of this system; each has a process, a database and two database roles. */
export const subgraphNames = ["identity", "patient", "provider", "appointment", "billing"] as const;

export type SubgraphName = (typeof subgraphNames)[number];

/** The form a subgraph's name takes in the name of an environment variable. */
export function variableSuffix(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}
