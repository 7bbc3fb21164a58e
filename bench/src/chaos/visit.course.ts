import { seeded } from "@careconnect/dev/demo/demo.random";
import { doctor, patientOf, providerOf, startOf } from "./chaos.clinic.ts";
import type { PersistentClient } from "./persistent.client.ts";

/** What becomes of a visit, step by step. */
export type Course = "kept" | "cancelled" | "completed" | "paid";

/** A visit and what was acknowledged of it. */
export interface VisitRecord {
  readonly index: number;
  readonly course: Course;
  appointmentId?: string;
  /** The status that was acknowledged last. */
  status?: string;
  paymentId?: string;
  /** Why it came to a halt. */
  halted?: string;
}

const courses: readonly { readonly value: Course; readonly weight: number }[] = [
  { value: "kept", weight: 3 },
  { value: "cancelled", weight: 2 },
  { value: "completed", weight: 2 },
  { value: "paid", weight: 3 },
];

/** What is to become of each visit: the same for the same seed. */
export function planVisits(seed: number, count: number): VisitRecord[] {
  const random = seeded(seed + 1_000_003);
  return Array.from({ length: count }, (_, index) => ({
    index,
    course: random.helpers.weightedArrayElement([...courses]),
  }));
}

/** At whose desk something is done. */
export interface Desks {
  readonly staff: PersistentClient;
  readonly doctor: PersistentClient;
}

/** Does one visit from its booking on; every step is asked for until it is acknowledged. */
export async function runVisit(visit: VisitRecord, desks: Desks, seed: number, now: Date): Promise<void> {
  const { index, course } = visit;
  const key = (step: string) => `chaos-${seed}-${index}-${step}`;
  const isSoon = course === "completed" || course === "paid";
  const command = async (desk: PersistentClient, query: string, input: object) => {
    const payload = await desk.command(query, { ...input });
    const [refusal] = payload.userErrors;
    if (refusal) throw new Error(`${query.match(/\{ (\w+)\(/)?.[1]}: ${refusal.code}`);
    return payload;
  };
  try {
    const { appointment } = await command(desks.staff, isSoon ? documents.overbook : documents.book, {
      patientId: patientOf(index),
      providerId: isSoon ? doctor : providerOf(index),
      startsAt: startOf(index, now, isSoon),
      visitType: "IN_PERSON",
      reason: "Check-up",
      ...(isSoon && { overrideReason: "Everybody at once" }),
      idempotencyKey: key("book"),
    });
    visit.appointmentId = appointment.id;
    visit.status = appointment.status;
    if (course === "kept") return;
    if (course === "cancelled") {
      const cancelled = await command(desks.staff, documents.cancel, {
        id: appointment.id,
        reason: "Called off",
        idempotencyKey: key("cancel"),
      });
      visit.status = cancelled.appointment.status;
      return;
    }
    await command(desks.doctor, documents.begin, { id: appointment.id, idempotencyKey: key("begin") });
    visit.status = "IN_PROGRESS";
    await command(desks.doctor, documents.complete, {
      id: appointment.id,
      summary: { complaint: "Palpitations" },
      idempotencyKey: key("complete"),
    });
    visit.status = "FULFILLED";
    if (course === "completed") return;
    const invoice = await untilInvoiced(desks.staff, appointment.id);
    const issued = await command(desks.staff, documents.issue, {
      id: invoice.id,
      expectedVersion: invoice.version,
      idempotencyKey: key("issue"),
    });
    const { payment } = await command(desks.staff, documents.pay, {
      invoiceId: invoice.id,
      method: "CARD_TERMINAL",
      amount: issued.invoice.balance.amount,
      idempotencyKey: key("pay"),
    });
    visit.paymentId = payment.id;
  } catch (cause) {
    visit.halted = cause instanceof Error ? cause.message : String(cause);
  }
}

const draftLimitMs = 120_000;

/** The draft is made of an event, which may be long under way. */
async function untilInvoiced(
  desk: PersistentClient,
  appointmentId: string,
): Promise<{ readonly id: string; readonly version: number }> {
  for (const giveUpAt = Date.now() + draftLimitMs; ; ) {
    const { appointment } = await desk.ask(documents.invoice, { id: appointmentId });
    if (appointment?.invoice) return appointment.invoice;
    if (Date.now() > giveUpAt) throw new Error("there never was an invoice");
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

const payload = "userErrors { code message }";
const documents = {
  book: `mutation ($input: BookAppointmentInput!) { bookAppointment(input: $input) { appointment { id status } ${payload} } }`,
  overbook: `mutation ($input: OverbookAppointmentInput!) { overbookAppointment(input: $input) { appointment { id status } ${payload} } }`,
  cancel: `mutation ($input: CancelAppointmentInput!) { cancelAppointment(input: $input) { appointment { id status } ${payload} } }`,
  begin: `mutation ($input: AppointmentCommandInput!) { startConsultation(input: $input) { consultation { id } ${payload} } }`,
  complete: `mutation ($input: CompleteConsultationInput!) { completeConsultation(input: $input) { consultation { id } ${payload} } }`,
  invoice: "query ($id: ID!) { appointment(id: $id) { invoice { id version } } }",
  issue: `mutation ($input: IssueInvoiceInput!) { issueInvoice(input: $input) { invoice { id balance { amount } } ${payload} } }`,
  pay: `mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { payment { id } ${payload} } }`,
};
