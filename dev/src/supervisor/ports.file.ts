import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { freePorts } from "./free.port.ts";
import { subgraphNames } from "./subgraph.names.ts";

const portsFile = z.object({
  router: z.number(),
  postgres: z.number().optional(),
  identity: z.number(),
  patient: z.number(),
  provider: z.number(),
  appointment: z.number(),
  billing: z.number(),
  reports: z.number(),
  "stripe-simulator": z.number().optional(),
});

/** Where everything listens on 127.0.0.1; no postgres when every database is the user's own, and no simulator beside Stripe. */
export type Ports = z.infer<typeof portsFile>;

/** Picks a free port for everything but the router. @param beside the subgraphs, what else there is */
export async function pickPorts(router: number, beside: readonly ("postgres" | "stripe-simulator")[]): Promise<Ports> {
  const names = [...beside, ...subgraphNames];
  const free = await freePorts(names.length);
  return portsFile.parse({ router, ...Object.fromEntries(names.map((name, index) => [name, free[index]])) });
}

export function writePorts(file: string, ports: Ports): void {
  // Replaced in one step: a reader never sees half a file.
  writeFileSync(`${file}.new`, `${JSON.stringify(ports)}\n`);
  renameSync(`${file}.new`, file);
}

/** Undefined when nothing has written the file. */
export function readPorts(file: string): Ports | undefined {
  try {
    return portsFile.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return undefined;
  }
}

export function removePorts(file: string): void {
  rmSync(file, { force: true });
}
