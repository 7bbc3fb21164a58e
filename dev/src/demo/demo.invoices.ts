import type { InvoiceLineFields, InvoiceRow, InvoiceStatus, VisitType } from "../import/canonical.rows.ts";
import { dayIn, daysBetween } from "./clinic.clock.ts";
import type { DemoAppointment } from "./demo.appointments.ts";
import type { DemoClinic } from "./demo.clinics.ts";
import { seeded } from "./demo.random.ts";

type Random = ReturnType<typeof seeded>;

/** Days after which what is not paid is overdue. */
const paymentDays = 7;

const visitName: Readonly<Record<VisitType, string>> = {
  IN_PERSON: "Office visit",
  VIDEO: "Video visit",
  PHONE: "Telephone visit",
};

/** One invoice for each visit that took place: the payer has settled its share, the patient's may be open. */
export function demoInvoices(clinic: DemoClinic, appointments: readonly DemoAppointment[], now: Date): InvoiceRow[] {
  const random = seeded(clinic.seed + 5_000);
  const today = dayIn(clinic.timeZone, now);
  const rows: InvoiceRow[] = [];
  for (const appointment of appointments) {
    // Drawn for every visit, so that what is billed for one does not hang on which others took place.
    const lines = pickLines(random, appointment);
    const percent = random.helpers.arrayElement([100, 90, 80, 80, 70, 50]);
    const draw = random.number.float();
    const { row, visit } = appointment;
    if (row.status !== "FULFILLED") continue;
    const total = lines.reduce((sum, { amount }) => sum + amount, 0);
    const payerShare = visit.patient.payer === undefined ? 0 : Math.round((total * percent) / 100);
    const patientShare = total - payerShare;
    const status = patientShare === 0 ? "PAID" : statusOf(draw, daysBetween(visit.day, today));
    rows.push({
      line: rows.length + 1,
      externalId: row.externalId.replace("appointment", "invoice"),
      appointmentExternalId: row.externalId,
      patientExternalId: row.patientExternalId,
      ...(visit.patient.payer !== undefined && { payerExternalId: visit.patient.payer }),
      status,
      currency: clinic.currency,
      issuedAt: row.endsAt,
      total,
      payerShare,
      balance: status === "PAID" ? 0 : patientShare,
      lines,
    });
  }
  return rows;
}

function pickLines(random: Random, { row, visit }: DemoAppointment): InvoiceLineFields[] {
  const { visitPrice, services } = visit.provider.specialty;
  const minutes = (visit.endsAt.getTime() - visit.startsAt.getTime()) / 60_000;
  const price = Math.round((visitPrice * minutes) / 30 / 100) * 100;
  const lines = [lineOf(`${visitName[row.visitType]}, ${minutes} minutes`, price)];
  const service = random.helpers.arrayElement(services);
  const isDone = random.datatype.boolean(0.4);
  if (isDone && row.visitType === "IN_PERSON") lines.push(lineOf(service.description, service.amount));
  return lines;
}

function lineOf(description: string, amount: number): InvoiceLineFields {
  return { description, quantity: 1, unitAmount: amount, amount };
}

function statusOf(draw: number, daysAgo: number): InvoiceStatus {
  if (daysAgo <= paymentDays) return draw < 0.55 ? "PAID" : "ISSUED";
  return draw < 0.78 ? "PAID" : "OVERDUE";
}
