import type { CanonicalRows } from "../import/canonical.rows.ts";
import { dayIn } from "./clinic.clock.ts";
import { demoAppointments } from "./demo.appointments.ts";
import type { DemoClinic } from "./demo.clinics.ts";
import { demoConditions } from "./demo.conditions.ts";
import { demoWeek } from "./demo.hours.ts";
import { demoInvoices } from "./demo.invoices.ts";
import { demoPatients } from "./demo.patients.ts";
import { demoLocations, demoPayers, demoProviders } from "./demo.providers.ts";
import { demoSchedule } from "./demo.schedule.ts";

/** All rows of an organization. */
export type DemoData = { readonly [Kind in keyof CanonicalRows]: readonly CanonicalRows[Kind][] };

/** The demo data of a clinic as it stands at `now`: the same for the same moment. */
export function demoData(clinic: DemoClinic, now: Date): DemoData {
  const patients = demoPatients(clinic);
  const providers = demoProviders(clinic);
  const appointments = demoAppointments(clinic, demoSchedule(clinic, patients, providers, now), now);
  const today = dayIn(clinic.timeZone, now);
  return {
    locations: demoLocations(clinic),
    providers: providers.map(({ row }, index) => ({ ...row, weekly: demoWeek(index, today) })),
    payers: demoPayers(clinic),
    patients: patients.map(({ row }) => row),
    conditions: demoConditions(clinic, patients),
    appointments: appointments.map(({ row }) => row),
    invoices: demoInvoices(clinic, appointments, now),
  };
}
