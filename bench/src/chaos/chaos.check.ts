import type { ChaosSystem } from "./chaos.system.ts";
import type { PersistentClient } from "./persistent.client.ts";
import type { VisitRecord } from "./visit.course.ts";

/** What there is to compare. */
export interface Aftermath {
  readonly system: ChaosSystem;
  readonly visits: readonly VisitRecord[];
  readonly staff: PersistentClient;
  /** All who asked. */
  readonly clients: readonly PersistentClient[];
  /** What was imported meanwhile, as its source stated it last. */
  readonly history: readonly HistoricInvoice[];
}

/** An invoice of a source system, under the id that it has here. */
export interface HistoricInvoice {
  readonly id: string;
  readonly total: number;
  readonly balance: number;
}

/** How much was looked at, and what is not as it should be. */
export interface Finding {
  readonly looked: number;
  readonly differences: readonly string[];
}

/** Something that has to hold once everything has settled. */
export interface Check {
  readonly name: string;
  readonly look: (aftermath: Aftermath) => Promise<Finding>;
  /** Makes it not hold, in a system that nobody needs any more. @returns what there is to compare then */
  readonly spoil: (aftermath: Aftermath) => Promise<Aftermath>;
}

/** A visit whose booking was acknowledged. */
export type BookedVisit = VisitRecord & { readonly appointmentId: string };

export const acknowledged = (visits: readonly VisitRecord[]): BookedVisit[] =>
  visits.flatMap(({ appointmentId, ...visit }) => (appointmentId === undefined ? [] : [{ ...visit, appointmentId }]));

/** Changes one of the databases past all that guards it. */
export function spoiling(database: Parameters<ChaosSystem["sql"]>[0], statement: (aftermath: Aftermath) => string) {
  return async (aftermath: Aftermath): Promise<Aftermath> => {
    await aftermath.system.sql(database, `set session_replication_role = replica; ${statement(aftermath)}`);
    return aftermath;
  };
}

/** Of the first visit of this kind, which the plan of every seed has. */
export function one(visits: readonly VisitRecord[], isIt: (visit: BookedVisit) => boolean): string {
  const found = acknowledged(visits).find(isIt);
  if (!found) throw new Error("No visit is of the kind that this check looks at.");
  return `'${found.appointmentId}'`;
}
