/** The subgraphs of this system; each has a process, a database and two database roles. */
export const subgraphNames = ["identity", "patient", "provider", "appointment", "billing", "reports"] as const;

export type SubgraphName = (typeof subgraphNames)[number];

/** What `npm start` runs beside databases. */
export type ServiceName = SubgraphName | "router" | "stripe-simulator";

/** The broker carries events between subgraphs and has no process; the router keeps browser sessions. */
export const databaseNames = [...subgraphNames, "broker", "router"] as const;

export type DatabaseName = (typeof databaseNames)[number];

/** The form a subgraph's name takes in the name of an environment variable. */
export function variableSuffix(name: string): string {
  return name.toUpperCase().replaceAll("-", "_");
}

/** The environment variable that holds a subgraph's own connection to the broker, where each has one. */
export function brokerVariableOf(name: SubgraphName): string {
  return `BROKER_URL_${variableSuffix(name)}`;
}

/** The environment variables that hold the connection strings of a database's two roles. */
export function variablesOf(name: DatabaseName): { readonly app: string; readonly owner: string } {
  if (name === "broker") return { app: "BROKER_URL", owner: "BROKER_OWNER_URL" };
  return { app: `DATABASE_URL_${variableSuffix(name)}`, owner: `DATABASE_OWNER_URL_${variableSuffix(name)}` };
}
