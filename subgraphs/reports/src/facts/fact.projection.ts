import { boundOrganization } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { deleteEmptyDays } from "../metrics/daily.sql.ts";
import { type Calendar, holdSummary, saveCalendar } from "../organization/organization.summary.ts";
import {
  appointmentFact,
  type Fact,
  invoiceFact,
  mergeFacts,
  newestInvoices,
  newestOfEach,
  organizationFact,
  patientFact,
  providerFact,
} from "./fact.payload.ts";
import { saveAppointments, saveInvoices, savePatients, saveProviders } from "./fact.sql.ts";
import { runNamed } from "./named.sql.ts";
import type { ReportedEvent } from "./reported.event.ts";

interface Projection {
  readonly types: readonly string[];
  /** The facts that the events tell, one for each aggregate. */
  readonly tell: (events: readonly ReportedEvent[]) => readonly Fact[];
  readonly save: string;
}

const organizationTypes: readonly string[] = ["organization.registered", "organization.updated"];

const projections: readonly Projection[] = [
  {
    types: ["patient.registered", "patient.updated", "patient.archived"],
    tell: (events) => newestOfEach(events.map(patientFact)),
    save: savePatients,
  },
  { types: ["patient.merged", "patient.unmerged"], tell: mergeFacts, save: savePatients },
  {
    types: ["provider.registered", "provider.updated", "provider.status.changed"],
    tell: (events) => newestOfEach(events.map(providerFact)),
    save: saveProviders,
  },
  {
    types: [
      "appointment.requested",
      "appointment.booked",
      "appointment.confirmed",
      "appointment.rescheduled",
      "appointment.checked_in",
      "appointment.started",
      "appointment.fulfilled",
      "appointment.cancelled",
      "appointment.no_show",
    ],
    tell: (events) => newestOfEach(events.map(appointmentFact)),
    save: saveAppointments,
  },
  {
    types: ["invoice.issued", "invoice.updated", "invoice.paid", "invoice.voided", "invoice.overdue"],
    tell: (events) => newestInvoices(events.map(invoiceFact)),
    save: saveInvoices,
  },
];

/** The events that the read model is built from. */
export const reportedTypes: readonly string[] = [...organizationTypes, ...projections.flatMap(({ types }) => types)];

/**
 * Applies events of the organization that `em` is bound to, in the transaction that it has open. Events may come twice
 * and in any order: the tables end up the same. Of types that are not reported nothing is taken.
 */
export async function applyEvents(em: EntityManager, events: readonly ReportedEvent[]): Promise<void> {
  const organization = boundOrganization(em);
  if (events.some(({ organizationId }) => organizationId !== organization)) {
    throw new Error("An event of another organization must not be applied.");
  }
  const reported = events.filter(({ type }) => reportedTypes.includes(type));
  if (reported.length === 0) return;

  let calendar = await holdSummary(em, new Date(Math.max(...reported.map(({ occurredAt }) => occurredAt.getTime()))));
  const ofOrganization = reported.filter(({ type }) => organizationTypes.includes(type));
  for (const fact of newestOfEach(ofOrganization.map(organizationFact))) {
    calendar = await saveCalendar(em, fact, calendar);
  }
  for (const { types, tell, save } of projections) {
    const facts = tell(reported.filter(({ type }) => types.includes(type)));
    if (facts.length > 0) await saveFacts(em, save, facts, calendar);
  }
}

async function saveFacts(em: EntityManager, save: string, facts: readonly Fact[], calendar: Calendar): Promise<void> {
  const days = await runNamed<{ day?: string; empty?: boolean }>(em, save, {
    ...calendar,
    facts: JSON.stringify(facts),
  });
  const emptied = days.filter(({ empty }) => empty).map(({ day }) => day);
  if (emptied.length > 0) await runNamed(em, deleteEmptyDays, { days: `{${emptied.join(",")}}` });
}
